package dev.leat.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.digest.Digests;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.function.Function;

/**
 * The outside of every document: {@code {"format": …, "version": 2, "sha256": …, "body": …}}. The digest is that of the
 * body's text without blanks.
 */
final class Envelope {
    /** Rises with every change after which an older Leat would misread a document. */
    static final int VERSION = 2;

    /** An expression of that depth would overflow the stack long before. */
    private static final int DEPTH_MAX = 20_000;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private Envelope() {}

    static String write(String format, ObjectNode body) {
        ObjectNode document = Json.object();
        document.put("format", format).put("version", VERSION).put("sha256", digest(body));
        document.set("body", body);
        return text(document);
    }

    static <T> T read(String format, String text, Function<JsonNode, T> decoder) {
        try {
            JsonNode document = MAPPER.readTree(text);
            if (!Json.text(document, "format").equals(format)) {
                throw Json.damaged("it is not a " + format);
            }
            int version = Json.integer(document, "version");
            if (version != VERSION) {
                throw new LeatException(
                        ErrorCode.STATE_VERSION,
                        "The stored plan has format version " + version + ", this Leat reads version " + VERSION
                                + ": use the Leat that wrote it, or compile the project again");
            }
            JsonNode body = Json.member(document, "body");
            if (!digest(body).equals(Json.text(document, "sha256"))) {
                throw Json.damaged("its digest does not fit its content");
            }
            return decoder.apply(body);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new LeatException(ErrorCode.STATE_DAMAGED, "The stored plan is damaged: " + e.getMessage(), e);
        } catch (LeatException e) {
            // A record refused its values: wrong in a document is damage, not a defect.
            throw e.code() == ErrorCode.INTERNAL
                    ? new LeatException(ErrorCode.STATE_DAMAGED, "The stored plan is damaged: " + e.getMessage(), e)
                    : e;
        }
    }

    private static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new LeatException(ErrorCode.INTERNAL, "A plan cannot be written as JSON", e);
        }
    }

    private static String digest(JsonNode body) {
        try {
            return Digests.sha256(MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new LeatException(ErrorCode.INTERNAL, "A plan's digest cannot be computed", e);
        }
    }
}
