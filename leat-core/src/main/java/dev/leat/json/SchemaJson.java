package dev.leat.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.type.Field;
import java.util.List;

/** The JSON form of the columns of a dataset. */
public final class SchemaJson {
    private static final String FORMAT = "leat-schema";

    private SchemaJson() {}

    /** The document of a schema. */
    public static String write(List<Field> fields) {
        TypeEncoder types = new TypeEncoder();
        ObjectNode body = Json.object();
        body.set("fields", Json.array(fields, types::encode));
        body.set("types", types.table());
        return Envelope.write(FORMAT, body);
    }

    /**
     * The schema of a document.
     *
     * @throws dev.leat.error.LeatException STATE_VERSION if another version of the format was written, STATE_DAMAGED if
     *     the document is not what {@link #write} made
     */
    public static List<Field> read(String document) {
        return Envelope.read(FORMAT, document, body -> {
            TypeDecoder types = new TypeDecoder(Json.member(body, "types"));
            return Json.list(body, "fields", types::field);
        });
    }
}
