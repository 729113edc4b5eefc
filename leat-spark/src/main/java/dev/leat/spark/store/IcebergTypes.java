package dev.leat.spark.store;

import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.CharType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.StructType;
import dev.leat.type.DataType.VarcharType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The types that the columns of Iceberg's tables have, as its own connector writes Spark's. Parts of nested values may be NULL. */
final class IcebergTypes implements DataType.Visitor<Type> {
    /** Parts of nested types have numbers, which a table replaces by its own. */
    private int parts;

    private IcebergTypes() {}

    /** The type of a column. */
    static Type of(DataType type) {
        return type.accept(new IcebergTypes());
    }

    @Override
    public Type visit(DataType.Simple type) {
        return switch (type) {
            case BOOLEAN -> Types.BooleanType.get();
            case TINYINT, SMALLINT, INT -> Types.IntegerType.get();
            case BIGINT -> Types.LongType.get();
            case FLOAT -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case STRING -> Types.StringType.get();
            case BINARY -> Types.BinaryType.get();
            case DATE -> Types.DateType.get();
            case TIMESTAMP -> Types.TimestampType.withZone();
            case TIMESTAMP_NTZ -> Types.TimestampType.withoutZone();
            case VOID, INTERVAL -> throw without(type);
        };
    }

    private static IllegalStateException without(DataType type) {
        return new IllegalStateException("columns of types that Iceberg does not have are refused: " + type.sql());
    }

    @Override
    public Type visit(DecimalType type) {
        return Types.DecimalType.of(type.precision(), type.scale());
    }

    @Override
    public Type visit(CharType type) {
        return Types.StringType.get();
    }

    @Override
    public Type visit(VarcharType type) {
        return Types.StringType.get();
    }

    @Override
    public Type visit(IntervalType type) {
        throw without(type);
    }

    @Override
    public Type visit(ArrayType type) {
        return Types.ListType.ofOptional(++parts, type.element().accept(this));
    }

    @Override
    public Type visit(MapType type) {
        int key = ++parts;
        return Types.MapType.ofOptional(
                key, ++parts, type.key().accept(this), type.value().accept(this));
    }

    @Override
    public Type visit(StructType type) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (Field field : type.fields()) {
            fields.add(Types.NestedField.optional(
                    ++parts, field.name(), field.type().accept(this)));
        }
        return Types.StructType.of(fields);
    }
}
