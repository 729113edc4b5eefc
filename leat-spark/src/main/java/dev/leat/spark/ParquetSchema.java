package dev.leat.spark;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.CharType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.DataType.VarcharType;
import dev.leat.type.Field;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Columns as those of a Parquet file, all of which may be NULL. */
final class ParquetSchema {
    /** The bytes of a DECIMAL of more than 18 digits. */
    static final int DECIMAL_BYTES = 16;

    /** The most digits of a DECIMAL that fits into so many bits. */
    private static final int DIGITS_OF_INT = 9;

    private static final int DIGITS_OF_LONG = 18;

    private ParquetSchema() {}

    static MessageType of(List<Field> columns) {
        return new MessageType(
                "result",
                columns.stream().map(field -> type(field.name(), field.type())).toList());
    }

    private static Type type(String name, DataType type) {
        return type.accept(new Named(name));
    }

    /** How a DECIMAL is stored. */
    static PrimitiveTypeName ofDecimal(DecimalType type) {
        return type.precision() <= DIGITS_OF_INT
                ? INT32
                : type.precision() <= DIGITS_OF_LONG ? INT64 : FIXED_LEN_BYTE_ARRAY;
    }

    private record Named(String name) implements DataType.Visitor<Type> {
        private Type plain(PrimitiveTypeName stored) {
            return Types.optional(stored).named(name);
        }

        private Type as(PrimitiveTypeName stored, LogicalTypeAnnotation meaning) {
            return Types.optional(stored).as(meaning).named(name);
        }

        private Type text() {
            return as(BINARY, LogicalTypeAnnotation.stringType());
        }

        @Override
        public Type visit(Simple type) {
            return switch (type) {
                case BOOLEAN -> plain(BOOLEAN);
                case TINYINT -> as(INT32, LogicalTypeAnnotation.intType(Byte.SIZE, true));
                case SMALLINT -> as(INT32, LogicalTypeAnnotation.intType(Short.SIZE, true));
                case INT -> as(INT32, LogicalTypeAnnotation.intType(Integer.SIZE, true));
                case BIGINT -> as(INT64, LogicalTypeAnnotation.intType(Long.SIZE, true));
                case FLOAT -> plain(FLOAT);
                case DOUBLE -> plain(DOUBLE);
                case STRING -> text();
                case BINARY -> plain(BINARY);
                case DATE -> as(INT32, LogicalTypeAnnotation.dateType());
                case TIMESTAMP -> as(INT64, LogicalTypeAnnotation.timestampType(true, MICROS));
                case TIMESTAMP_NTZ -> as(INT64, LogicalTypeAnnotation.timestampType(false, MICROS));
                case VOID, INTERVAL -> throw unexpected(type);
            };
        }

        private static IllegalStateException unexpected(DataType type) {
            return new IllegalStateException("Parquet has no type " + type.sql());
        }

        @Override
        public Type visit(DecimalType type) {
            LogicalTypeAnnotation meaning = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
            PrimitiveTypeName stored = ofDecimal(type);
            return stored == FIXED_LEN_BYTE_ARRAY
                    ? Types.optional(stored).length(DECIMAL_BYTES).as(meaning).named(name)
                    : as(stored, meaning);
        }

        @Override
        public Type visit(CharType type) {
            return text();
        }

        @Override
        public Type visit(VarcharType type) {
            return text();
        }

        @Override
        public Type visit(IntervalType type) {
            throw unexpected(type);
        }

        @Override
        public Type visit(ArrayType type) {
            return Types.optionalList().element(type("element", type.element())).named(name);
        }

        @Override
        public Type visit(MapType type) {
            Type key = type("key", type.key());
            return Types.optionalMap()
                    .key(key.isPrimitive() ? required(key) : key)
                    .value(type("value", type.value()))
                    .named(name);
        }

        private static Type required(Type key) {
            return Types.primitive(key.asPrimitiveType().getPrimitiveTypeName(), Repetition.REQUIRED)
                    .length(key.asPrimitiveType().getTypeLength())
                    .as(key.getLogicalTypeAnnotation())
                    .named(key.getName());
        }

        @Override
        public Type visit(StructType type) {
            return Types.optionalGroup()
                    .addFields(type.fields().stream()
                            .map(field -> type(field.name(), field.type()))
                            .toArray(Type[]::new))
                    .named(name);
        }
    }
}
