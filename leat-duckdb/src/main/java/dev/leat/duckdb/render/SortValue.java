package dev.leat.duckdb.render;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.StructType;
import java.util.StringJoiner;

/**
 * Nested values in a form that DuckDB sorts as Spark sorts the values. Inside arrays and structs Spark puts NULL first,
 * DuckDB last; so each part x becomes {@code {x IS NOT NULL, x}}, and false is before true.
 */
final class SortValue {
    private SortValue() {}

    /** The form of a value of this type; values that are not nested stay as they are. */
    static String of(String sql, DataType type) {
        return of(sql, type, 0);
    }

    private static String of(String sql, DataType type, int depth) {
        if (type instanceof ArrayType array) {
            String element = "e" + depth;
            return "list_transform(" + sql + ", lambda " + element + ": {"
                    + part(element, array.element(), 0, depth + 1) + "})";
        }
        if (type instanceof StructType struct) {
            StringJoiner parts = new StringJoiner(", ", "{", "}");
            for (int i = 0; i < struct.fields().size(); i++) {
                String field = "(" + sql + ")." + DuckDbTypes.member(i);
                parts.add(part(field, struct.fields().get(i).type(), 2 * i, depth));
            }
            return "CASE WHEN " + sql + " IS NOT NULL THEN " + parts + " END";
        }
        return sql;
    }

    private static String part(String sql, DataType type, int member, int depth) {
        return "'" + DuckDbTypes.member(member) + "': " + sql + " IS NOT NULL, '" + DuckDbTypes.member(member + 1)
                + "': " + of(sql, type, depth);
    }
}
