package dev.leat.duckdb.render;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.StringJoiner;

/** Values as Parquet files have them: struct members by the user's names, TIMESTAMP as an instant. */
public final class ParquetValues {
    private ParquetValues() {}

    /** The value as SQL; unchanged where it is stored as Parquet files have it. */
    public static String of(String sql, DataType type) {
        return of(sql, type, 0);
    }

    private static String of(String sql, DataType type, int depth) {
        if (!differs(type)) {
            return sql;
        }
        String variable = "x" + depth;
        if (type instanceof DataType.ArrayType array) {
            return "list_transform(" + sql + ", lambda " + variable + ": " + of(variable, array.element(), depth + 1)
                    + ")";
        }
        if (type instanceof DataType.MapType map) {
            return "map_from_entries(list_transform(map_entries(" + sql + "), lambda " + variable + ": {'k': "
                    + of(variable + ".key", map.key(), depth + 1) + ", 'v': "
                    + of(variable + ".value", map.value(), depth + 1)
                    + "}))";
        }
        if (type == DataType.Simple.TIMESTAMP) {
            return "timezone('UTC', " + sql + ")";
        }
        DataType.StructType struct = (DataType.StructType) type;
        StringJoiner members = new StringJoiner(", ", "{", "}");
        int index = 0;
        for (Field field : struct.fields()) {
            String member = "(" + sql + ")." + DuckDbTypes.member(index++);
            members.add(LiteralSql.quoted(field.name()) + ": " + of(member, field.type(), depth));
        }
        return "CASE WHEN " + sql + " IS NOT NULL THEN " + members + " END";
    }

    private static boolean differs(DataType type) {
        if (type instanceof DataType.ArrayType array) {
            return differs(array.element());
        }
        if (type instanceof DataType.MapType map) {
            return differs(map.key()) || differs(map.value());
        }
        return type instanceof DataType.StructType || type == DataType.Simple.TIMESTAMP;
    }
}
