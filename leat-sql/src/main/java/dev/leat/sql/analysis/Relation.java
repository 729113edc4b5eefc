package dev.leat.sql.analysis;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a name in a FROM clause stands for.
 *
 * @param name the full name, as scans of it carry it
 * @param columns visible to {@code SELECT *}; CHAR and VARCHAR types are kept
 * @param metadataColumns found by name only, such as {@code _metadata}
 * @param constants the value of columns that are known to have no other, by position
 */
public record Relation(
        RelationName name, List<Field> columns, List<Field> metadataColumns, Map<Integer, Literal> constants) {
    public Relation {
        columns = List.copyOf(columns);
        metadataColumns = List.copyOf(metadataColumns);
        constants = Map.copyOf(constants);
    }

    /** A relation whose values are not known. */
    public Relation(RelationName name, List<Field> columns, List<Field> metadataColumns) {
        this(name, columns, metadataColumns, Map.of());
    }

    /** A relation without metadata columns. */
    public Relation(RelationName name, List<Field> columns) {
        this(name, columns, List.of());
    }

    /** A temporary view. Spark puts its query into the place of its name, so that its constants are the reader's, too. */
    public static Relation ofView(RelationName name, List<Field> columns, Plan query) {
        Map<Integer, Literal> constants = new TreeMap<>();
        if (query instanceof Plan.Project project) {
            for (int i = 0; i < columns.size(); i++) {
                Expression value = project.columns().get(i).expression();
                if (value instanceof Literal literal
                        && literal.type().equals(columns.get(i).type())) {
                    constants.put(i, literal);
                }
            }
        }
        return new Relation(name, columns, List.of(), constants);
    }
}
