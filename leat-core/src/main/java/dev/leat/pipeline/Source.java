package dev.leat.pipeline;

import dev.leat.error.SourcePosition;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.List;

/**
 * What is read from outside under a name: a {@code CREATE TABLE … USING} statement, or {@code format.`path`} in a query.
 *
 * @param schema as declared or inferred, partition columns last
 */
public record Source(RelationName name, SourceDefinition definition, List<Field> schema, SourcePosition position) {
    public Source {
        schema = List.copyOf(schema);
    }
}
