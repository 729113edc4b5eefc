package dev.leat.conformance.suite;

import dev.leat.spi.OutputColumn;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.CalendarInterval;

/** Copies Spark's internal values into columns of the engine boundary. */
final class FixtureCells {
    private FixtureCells() {}

    static void write(SpecializedGetters from, int index, DataType type, OutputColumn to, int row) {
        if (from.isNullAt(index)) {
            to.setNull(row);
        } else if (type instanceof BooleanType) {
            to.setBoolean(row, from.getBoolean(index));
        } else if (type instanceof ByteType) {
            to.setByte(row, from.getByte(index));
        } else if (type instanceof ShortType) {
            to.setShort(row, from.getShort(index));
        } else if (type instanceof IntegerType || type instanceof DateType || type instanceof YearMonthIntervalType) {
            to.setInt(row, from.getInt(index));
        } else if (type instanceof FloatType) {
            to.setFloat(row, from.getFloat(index));
        } else if (type instanceof DoubleType) {
            to.setDouble(row, from.getDouble(index));
        } else if (type instanceof DecimalType decimal) {
            BigDecimal value =
                    from.getDecimal(index, decimal.precision(), decimal.scale()).toJavaBigDecimal();
            to.setDecimal(row, value.setScale(decimal.scale(), RoundingMode.UNNECESSARY));
        } else if (type instanceof StringType) {
            to.setBytes(row, from.getUTF8String(index).getBytes());
        } else if (type instanceof BinaryType) {
            to.setBytes(row, from.getBinary(index));
        } else if (type instanceof CalendarIntervalType) {
            CalendarInterval interval = from.getInterval(index);
            to.setInterval(row, interval.months, interval.days, interval.microseconds);
        } else {
            nested(from, index, type, to, row);
        }
    }

    private static void nested(SpecializedGetters from, int index, DataType type, OutputColumn to, int row) {
        if (type instanceof ArrayType array) {
            ArrayData elements = from.getArray(index);
            int start = to.setLength(row, elements.numElements());
            writeAll(elements, array.elementType(), to.child(0), start);
        } else if (type instanceof MapType map) {
            ArrayData keys = from.getMap(index).keyArray();
            int start = to.setLength(row, keys.numElements());
            writeAll(keys, map.keyType(), to.child(0), start);
            writeAll(from.getMap(index).valueArray(), map.valueType(), to.child(1), start);
        } else if (type instanceof StructType struct) {
            to.setStruct(row);
            SpecializedGetters fields = from.getStruct(index, struct.fields().length);
            for (int i = 0; i < struct.fields().length; i++) {
                write(fields, i, struct.fields()[i].dataType(), to.child(i), row);
            }
        } else {
            to.setLong(row, from.getLong(index));
        }
    }

    private static void writeAll(ArrayData from, DataType type, OutputColumn to, int start) {
        for (int i = 0; i < from.numElements(); i++) {
            write(from, i, type, to, start + i);
        }
    }
}
