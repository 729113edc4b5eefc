package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** SQL for rows as JSON, for reading. Names that differ in case only are told apart by the index of the column. */
final class RowJson {
    private RowJson() {}

    /**
     * A text for each row.
     *
     * @param values SQL for the value of a column
     */
    static String of(List<Field> columns, IntFunction<String> values) {
        return columns.isEmpty() ? "'{}'" : "CAST(to_json(" + object(columns, values) + ") AS VARCHAR)";
    }

    private static String object(List<Field> fields, IntFunction<String> values) {
        Set<String> names = new HashSet<>();
        StringJoiner members = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).name();
            boolean isFree = names.add(name.toLowerCase(Locale.ROOT));
            members.add(LiteralSql.string(isFree ? name : name + "#" + i) + ": "
                    + named(values.apply(i), fields.get(i).type()));
        }
        return members.toString();
    }

    /** A struct with the names that its members have in Spark. */
    private static String named(String value, DataType type) {
        if (!(type instanceof StructType struct) || struct.fields().isEmpty()) {
            return value;
        }
        String object = object(
                struct.fields(),
                i -> "struct_extract(" + value + ", " + LiteralSql.string(DuckDbTypes.member(i)) + ")");
        return "CASE WHEN " + value + " IS NOT NULL THEN " + object + " END";
    }
}
