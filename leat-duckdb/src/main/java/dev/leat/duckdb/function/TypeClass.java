package dev.leat.duckdb.function;

import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.function.Predicate;

/** Sets of types for which a row of the function table holds. */
public enum TypeClass {
    BOOLEAN(type -> type == Simple.BOOLEAN),
    TINYINT(type -> type == Simple.TINYINT),
    SMALLINT(type -> type == Simple.SMALLINT),
    INT(type -> type == Simple.INT),
    BIGINT(type -> type == Simple.BIGINT),
    INTEGRAL(DataType::isIntegral),
    FLOAT(type -> type == Simple.FLOAT),
    DOUBLE(type -> type == Simple.DOUBLE),
    FLOATING(DataType::isFloating),
    DECIMAL(type -> type instanceof DataType.DecimalType),
    /** All numbers. */
    NUMERIC(type -> type.isIntegral() || type.isFloating() || type instanceof DataType.DecimalType),
    STRING(DataType::isText),
    BINARY(type -> type == Simple.BINARY),
    DATE(type -> type == Simple.DATE),
    TIMESTAMP(type -> type == Simple.TIMESTAMP),
    TIMESTAMP_NTZ(type -> type == Simple.TIMESTAMP_NTZ),
    /** An interval that counts months. */
    MONTHS(type -> type instanceof DataType.IntervalType interval && interval.countsMonths()),
    /** An interval that counts microseconds. */
    MICROS(type -> type instanceof DataType.IntervalType interval && !interval.countsMonths()),
    /** Every type that is not nested and has an order. */
    ORDERED(type -> !type.isNested() && type != Simple.INTERVAL && type != Simple.VOID),
    /** A struct of such values. */
    RECORD(type -> type instanceof DataType.StructType struct
            && struct.fields().stream().allMatch(field -> ORDERED.contains(field.type()))),
    ARRAY(type -> type instanceof DataType.ArrayType),
    MAP(type -> type instanceof DataType.MapType),
    STRUCT(type -> type instanceof DataType.StructType),
    ANY(type -> true);

    private final Predicate<DataType> members;

    TypeClass(Predicate<DataType> members) {
        this.members = members;
    }

    /** Whether the type is in the set. */
    public boolean contains(DataType type) {
        return members.test(type);
    }
}
