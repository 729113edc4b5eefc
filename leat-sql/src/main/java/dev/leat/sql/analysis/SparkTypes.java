package dev.leat.sql.analysis;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.type.DataType;
import dev.leat.type.DataType.IntervalUnit;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Maps between our data types and Spark's. */
public final class SparkTypes {
    private static final Map<org.apache.spark.sql.types.DataType, Simple> SIMPLE = Map.ofEntries(
            Map.entry(DataTypes.NullType, Simple.VOID),
            Map.entry(DataTypes.BooleanType, Simple.BOOLEAN),
            Map.entry(DataTypes.ByteType, Simple.TINYINT),
            Map.entry(DataTypes.ShortType, Simple.SMALLINT),
            Map.entry(DataTypes.IntegerType, Simple.INT),
            Map.entry(DataTypes.LongType, Simple.BIGINT),
            Map.entry(DataTypes.FloatType, Simple.FLOAT),
            Map.entry(DataTypes.DoubleType, Simple.DOUBLE),
            Map.entry(DataTypes.BinaryType, Simple.BINARY),
            Map.entry(DataTypes.DateType, Simple.DATE),
            Map.entry(DataTypes.TimestampType, Simple.TIMESTAMP),
            Map.entry(DataTypes.TimestampNTZType, Simple.TIMESTAMP_NTZ),
            Map.entry(DataTypes.CalendarIntervalType, Simple.INTERVAL));

    /** The units of Spark's two interval types, in the order of its field numbers. */
    private static final List<IntervalUnit> MONTHS = List.of(IntervalUnit.YEAR, IntervalUnit.MONTH);

    private static final List<IntervalUnit> SECONDS =
            List.of(IntervalUnit.DAY, IntervalUnit.HOUR, IntervalUnit.MINUTE, IntervalUnit.SECOND);

    private SparkTypes() {}

    /** The neutral type; a type Leat does not have is NOT_SUPPORTED. */
    public static DataType fromSpark(org.apache.spark.sql.types.DataType type) {
        Simple simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        if (type instanceof CharType character) {
            return new DataType.CharType(character.length());
        }
        if (type instanceof VarcharType varchar) {
            return new DataType.VarcharType(varchar.length());
        }
        if (type instanceof StringType string) {
            return string(string);
        }
        if (type instanceof DecimalType decimal) {
            return decimal(decimal);
        }
        if (type instanceof YearMonthIntervalType interval) {
            return new DataType.IntervalType(MONTHS.get(interval.startField()), MONTHS.get(interval.endField()));
        }
        if (type instanceof DayTimeIntervalType interval) {
            return new DataType.IntervalType(SECONDS.get(interval.startField()), SECONDS.get(interval.endField()));
        }
        if (type instanceof ArrayType array) {
            return new DataType.ArrayType(fromSpark(array.elementType()), array.containsNull());
        }
        if (type instanceof MapType map) {
            return new DataType.MapType(fromSpark(map.keyType()), fromSpark(map.valueType()), map.valueContainsNull());
        }
        if (type instanceof StructType struct) {
            return new DataType.StructType(fields(struct));
        }
        throw new LeatException(
                ErrorCode.NOT_SUPPORTED, "The type " + type.sql() + " is not supported; cast the value to STRING");
    }

    private static DataType string(StringType type) {
        if (!type.isUTF8BinaryCollation()) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "Only the collation UTF8_BINARY is supported, not " + type.sql()
                            + "; compare lower(…) or upper(…) of the strings instead");
        }
        return Simple.STRING;
    }

    private static DataType decimal(DecimalType type) {
        if (type.scale() < 0 || type.scale() > type.precision()) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED, "The type " + type.sql() + " is not supported; cast to a positive scale");
        }
        return new DataType.DecimalType(type.precision(), type.scale());
    }

    /** The members of a struct; CHAR and VARCHAR are restored where Spark notes them beside the type. */
    public static List<Field> fields(StructType struct) {
        List<Field> fields = new ArrayList<>();
        for (StructField field : struct.fields()) {
            scala.Option<org.apache.spark.sql.types.DataType> raw = CharVarcharUtils.getRawType(field.metadata());
            org.apache.spark.sql.types.DataType type = raw.isDefined() ? raw.get() : field.dataType();
            Optional<String> comment = Scala.optional(field.getComment());
            fields.add(new Field(field.name(), fromSpark(type), field.nullable(), comment));
        }
        return List.copyOf(fields);
    }

    /** Spark's struct type of these fields. */
    public static StructType struct(List<Field> fields) {
        StructType struct = new StructType();
        for (Field field : fields) {
            StructField one = DataTypes.createStructField(field.name(), toSpark(field.type()), field.nullable());
            struct = struct.add(field.comment().map(one::withComment).orElse(one));
        }
        return struct;
    }

    /** Spark's type. */
    public static org.apache.spark.sql.types.DataType toSpark(DataType type) {
        return type.accept(TO_SPARK);
    }

    private static final DataType.Visitor<org.apache.spark.sql.types.DataType> TO_SPARK = new DataType.Visitor<>() {
        @Override
        public org.apache.spark.sql.types.DataType visit(Simple type) {
            return switch (type) {
                case VOID -> DataTypes.NullType;
                case BOOLEAN -> DataTypes.BooleanType;
                case TINYINT -> DataTypes.ByteType;
                case SMALLINT -> DataTypes.ShortType;
                case INT -> DataTypes.IntegerType;
                case BIGINT -> DataTypes.LongType;
                case FLOAT -> DataTypes.FloatType;
                case DOUBLE -> DataTypes.DoubleType;
                case STRING -> DataTypes.StringType;
                case BINARY -> DataTypes.BinaryType;
                case DATE -> DataTypes.DateType;
                case TIMESTAMP -> DataTypes.TimestampType;
                case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
                case INTERVAL -> DataTypes.CalendarIntervalType;
            };
        }

        @Override
        public org.apache.spark.sql.types.DataType visit(DataType.DecimalType type) {
            return DataTypes.createDecimalType(type.precision(), type.scale());
        }

        @Override
        public org.apache.spark.sql.types.DataType visit(DataType.CharType type) {
            return new CharType(type.length());
        }

        @Override
        public org.apache.spark.sql.types.DataType visit(DataType.VarcharType type) {
            return new VarcharType(type.length());
        }

        @Override
        public org.apache.spark.sql.types.DataType visit(DataType.IntervalType type) {
            List<IntervalUnit> units = type.countsMonths() ? MONTHS : SECONDS;
            byte first = (byte) units.indexOf(type.first());
            byte last = (byte) units.indexOf(type.last());
            return type.countsMonths()
                    ? DataTypes.createYearMonthIntervalType(first, last)
                    : DataTypes.createDayTimeIntervalType(first, last);
        }

        @Override
        public org.apache.spark.sql.types.DataType visit(DataType.ArrayType type) {
            return DataTypes.createArrayType(toSpark(type.element()), type.containsNull());
        }

        @Override
        public org.apache.spark.sql.types.DataType visit(DataType.MapType type) {
            return DataTypes.createMapType(toSpark(type.key()), toSpark(type.value()), type.valueContainsNull());
        }

        @Override
        public org.apache.spark.sql.types.DataType visit(DataType.StructType type) {
            return struct(type.fields());
        }
    };
}
