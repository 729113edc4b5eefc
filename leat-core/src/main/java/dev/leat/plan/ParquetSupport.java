package dev.leat.plan;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which columns a Parquet file keeps. */
public final class ParquetSupport {
    private ParquetSupport() {}

    /**
     * Checks the names and types of columns.
     *
     * @throws LeatException NOT_SUPPORTED, when a file would not keep them
     */
    public static void require(List<Column> columns) {
        check(columns.stream()
                .map(column -> new Field(column.name(), column.type(), column.nullable()))
                .toList());
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
