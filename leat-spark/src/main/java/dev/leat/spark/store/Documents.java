package dev.leat.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.digest.Digests;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.nio.charset.StandardCharsets;

/** The JSON form of what the log of commits has: {@code {"format": …, "version": 1, "sha256": …, "body": …}}. */
final class Documents {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .registerModule(OptionalNumbers.module());

    private Documents() {}

    static byte[] write(String format, Object body) {
        try {
            ObjectNode document = MAPPER.createObjectNode();
            JsonNode tree = MAPPER.valueToTree(body);
            document.put("format", format).put("version", VERSION).put("sha256", digest(tree));
            document.set("body", tree);
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new LeatException(ErrorCode.INTERNAL, "A " + format + " cannot be written as JSON", e);
        }
    }

    static <T> T read(String format, byte[] content, Class<T> type, String where) {
        try {
            JsonNode document = MAPPER.readTree(content);
            if (!document.path("format").asText().equals(format)) {
                throw damaged(where, "it is not a " + format);
            }
            int version = document.path("version").asInt();
            if (version != VERSION) {
                throw new LeatException(
                        ErrorCode.STATE_VERSION,
                        "The warehouse has a " + format + " of version " + version + " (" + where
                                + "), this Leat reads version " + VERSION + ": use the Leat that wrote it");
            }
            JsonNode body = document.path("body");
            if (!digest(body).equals(document.path("sha256").asText())) {
                throw damaged(where, "its digest does not fit its content");
            }
            return MAPPER.treeToValue(body, type);
        } catch (java.io.IOException e) {
            throw new LeatException(ErrorCode.STATE_DAMAGED, "The warehouse is damaged at " + where, e);
        }
    }

    /** What is told of a file that is not what was written. */
    static LeatException damaged(String where, String what) {
        return new LeatException(
                ErrorCode.STATE_DAMAGED,
                "The warehouse is damaged at " + where + ": " + what
                        + ". Restore the file from a copy of the warehouse, or" + " remove the warehouse and run anew");
    }

    private static String digest(JsonNode body) throws JsonProcessingException {
        return Digests.sha256(MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }
}
