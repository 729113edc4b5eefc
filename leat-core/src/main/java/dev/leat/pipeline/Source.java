package dev.leat.pipeline;

import dev.leat.error.SourcePosition;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.List;

/**
 * Files under a name: a {@code CREATE TABLE … USING} statement, or {@code format.`path`} in a query.
 *
 * @param schema as declared or inferred, partition columns last
 */
public record Source(RelationName name, FileSource files, List<Field> schema, SourcePosition position) {
    public Source {
        schema = List.copyOf(schema);
    }
}
