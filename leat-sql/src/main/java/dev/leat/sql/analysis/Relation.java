package dev.leat.sql.analysis;

import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.List;

/**
 * What a name in a FROM clause stands for.
 *
 * @param name the full name, as scans of it carry it
 * @param columns visible to {@code SELECT *}; CHAR and VARCHAR types are kept
 * @param metadataColumns found by name only, such as {@code _metadata}
 */
public record Relation(RelationName name, List<Field> columns, List<Field> metadataColumns) {
    public Relation {
        columns = List.copyOf(columns);
        metadataColumns = List.copyOf(metadataColumns);
    }

    /** A relation without metadata columns. */
    public Relation(RelationName name, List<Field> columns) {
        this(name, columns, List.of());
    }
}
