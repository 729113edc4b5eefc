package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.ParquetValues;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.plan.Column;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** The columns of a query as those of a Parquet file, which must have names and types that the file keeps. */
final class ParquetColumns {
    private ParquetColumns() {}

    /**
     * The columns of a rendered plan as SQL.
     *
     * @throws LeatException NOT_SUPPORTED, when a file would not keep them
     */
    static String select(List<Column> columns) {
        check(columns.stream()
                .map(column -> new Field(column.name(), column.type(), column.nullable()))
                .toList());
        StringJoiner select = new StringJoiner(", ");
        for (Column column : columns) {
            String value = ParquetValues.of("c" + column.id(), column.type());
            select.add(value + " AS " + LiteralSql.identifier(column.name()));
        }
        return select.toString();
    }

    private static void check(List<Field> fields) {
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (field.name().isEmpty()) {
                throw refused("a column without a name", "name it with AS");
            }
            if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
                throw refused("two columns " + field.name(), "name them differently with AS, not by case alone");
            }
            check(field.name(), field.type());
        }
    }

    /** Spark writes no VOID or INTERVAL either; of the other intervals the units would be lost. */
    private static void check(String name, DataType type) {
        if (type == Simple.VOID || type == Simple.INTERVAL || type instanceof DataType.IntervalType) {
            throw refused("the column " + name + " of type " + type.sql(), "cast it to STRING");
        }
        if (type instanceof DataType.ArrayType array) {
            check(name, array.element());
        } else if (type instanceof DataType.MapType map) {
            check(name, map.key());
            check(name, map.value());
        } else if (type instanceof DataType.StructType struct) {
            check(struct.fields());
        }
    }

    private static LeatException refused(String what, String cure) {
        return new LeatException(ErrorCode.NOT_SUPPORTED, "Cannot write " + what + " to Parquet; " + cure);
    }
}
