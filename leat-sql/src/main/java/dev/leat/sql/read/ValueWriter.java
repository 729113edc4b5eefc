package dev.leat.sql.read;

import dev.leat.spi.OutputColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/** Writes one value of a Spark row or array into a column of the boundary. */
interface ValueWriter {
    /**
     * Writes the value at {@code ordinal}, which is not NULL.
     *
     * @param row where to in the column
     */
    void writeValue(SpecializedGetters source, int ordinal, OutputColumn column, int row);

    /** Writes the value at {@code ordinal}, or NULL. */
    default void write(SpecializedGetters source, int ordinal, OutputColumn column, int row) {
        if (source.isNullAt(ordinal)) {
            column.setNull(row);
        } else {
            writeValue(source, ordinal, column, row);
        }
    }

    /** The writer for values of a type, whose strings are valid UTF-8. */
    static ValueWriter of(DataType type) {
        return of(type, (source, i, column, row) -> writeString(source.getUTF8String(i), column, row));
    }

    /** For values whose strings come from a file unchecked: what is not UTF-8 becomes U+FFFD, as Spark shows it. */
    static ValueWriter ofUnchecked(DataType type) {
        return of(type, (source, i, column, row) -> {
            UTF8String value = source.getUTF8String(i);
            writeString(value.isValid() ? value : value.makeValid(), column, row);
        });
    }

    private static ValueWriter of(DataType type, ValueWriter ofString) {
        if (type instanceof BooleanType) {
            return (source, i, column, row) -> column.setBoolean(row, source.getBoolean(i));
        }
        if (type instanceof ByteType) {
            return (source, i, column, row) -> column.setByte(row, source.getByte(i));
        }
        if (type instanceof ShortType) {
            return (source, i, column, row) -> column.setShort(row, source.getShort(i));
        }
        if (type instanceof IntegerType || type instanceof DateType || type instanceof YearMonthIntervalType) {
            return (source, i, column, row) -> column.setInt(row, source.getInt(i));
        }
        if (type instanceof LongType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType
                || type instanceof DayTimeIntervalType) {
            return (source, i, column, row) -> column.setLong(row, source.getLong(i));
        }
        if (type instanceof FloatType) {
            return (source, i, column, row) -> column.setFloat(row, source.getFloat(i));
        }
        if (type instanceof DoubleType) {
            return (source, i, column, row) -> column.setDouble(row, source.getDouble(i));
        }
        return ofBytesOrNested(type, ofString);
    }

    private static ValueWriter ofBytesOrNested(DataType type, ValueWriter ofString) {
        if (type instanceof DecimalType decimal) {
            return (source, i, column, row) -> column.setDecimal(
                    row,
                    source.getDecimal(i, decimal.precision(), decimal.scale()).toJavaBigDecimal());
        }
        if (type instanceof StringType) {
            return ofString;
        }
        if (type instanceof BinaryType) {
            return (source, i, column, row) -> column.setBytes(row, source.getBinary(i));
        }
        if (type instanceof CalendarIntervalType) {
            return (source, i, column, row) -> {
                CalendarInterval value = source.getInterval(i);
                column.setInterval(row, value.months, value.days, value.microseconds);
            };
        }
        if (type instanceof ArrayType array) {
            ValueWriter element = of(array.elementType(), ofString);
            return (source, i, column, row) -> {
                ArrayData values = source.getArray(i);
                writeElements(values, element, column.child(0), column.setLength(row, values.numElements()));
            };
        }
        if (type instanceof MapType map) {
            ValueWriter key = of(map.keyType(), ofString);
            ValueWriter value = of(map.valueType(), ofString);
            return (source, i, column, row) -> {
                MapData entries = source.getMap(i);
                int at = column.setLength(row, entries.numElements());
                writeElements(entries.keyArray(), key, column.child(0), at);
                writeElements(entries.valueArray(), value, column.child(1), at);
            };
        }
        if (type instanceof StructType struct) {
            return ofStruct(struct, ofString);
        }
        if (type instanceof NullType) {
            return (source, i, column, row) -> column.setNull(row);
        }
        throw new IllegalArgumentException("No values of the type " + type.sql() + " can be read");
    }

    private static ValueWriter ofStruct(StructType struct, ValueWriter ofString) {
        List<ValueWriter> fields = new ArrayList<>();
        for (StructField field : struct.fields()) {
            fields.add(of(field.dataType(), ofString));
        }
        return (source, i, column, row) -> {
            InternalRow value = source.getStruct(i, fields.size());
            column.setStruct(row);
            for (int f = 0; f < fields.size(); f++) {
                fields.get(f).write(value, f, column.child(f), row);
            }
        };
    }

    private static void writeElements(ArrayData values, ValueWriter writer, OutputColumn column, int at) {
        for (int i = 0; i < values.numElements(); i++) {
            writer.write(values, i, column, at + i);
        }
    }

    private static void writeString(UTF8String value, OutputColumn column, int row) {
        if (value.getBaseObject() instanceof byte[] bytes) {
            int offset = (int) (value.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
            column.setBytes(row, bytes, offset, value.numBytes());
        } else {
            column.setBytes(row, value.getBytes());
        }
    }
}
