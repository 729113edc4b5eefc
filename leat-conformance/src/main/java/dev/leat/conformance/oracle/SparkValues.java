package dev.leat.conformance.oracle;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;

/** Turns Spark's internal values into ours. */
final class SparkValues {
    private SparkValues() {}

    static Value value(SpecializedGetters row, int index, DataType type) {
        if (row.isNullAt(index)) {
            return Value.Null.NULL;
        }
        if (type instanceof DoubleType) {
            return new Value.Floating(row.getDouble(index));
        }
        if (type instanceof FloatType) {
            return new Value.Floating(row.getFloat(index));
        }
        if (type instanceof ArrayType array) {
            return elements(row.getArray(index), array.elementType());
        }
        if (type instanceof MapType map) {
            return pairs(row.getMap(index), map);
        }
        if (type instanceof StructType struct) {
            SpecializedGetters fields = row.getStruct(index, struct.fields().length);
            List<Value> values = new ArrayList<>();
            for (int i = 0; i < struct.fields().length; i++) {
                values.add(value(fields, i, struct.fields()[i].dataType()));
            }
            return new Value.Sequence(values);
        }
        return new Value.Exact(text(row, index, type));
    }

    private static String text(SpecializedGetters row, int index, DataType type) {
        if (type instanceof BinaryType) {
            return HexFormat.of().formatHex(row.getBinary(index));
        }
        Object value = row.get(index, type);
        if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal().toPlainString();
        }
        if (value instanceof CalendarInterval interval) {
            return interval.months + "," + interval.days + "," + interval.microseconds;
        }
        return value.toString();
    }

    private static Value.Sequence elements(ArrayData array, DataType element) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < array.numElements(); i++) {
            values.add(value(array, i, element));
        }
        return new Value.Sequence(values);
    }

    private static Value pairs(MapData map, MapType type) {
        List<Value> pairs = new ArrayList<>();
        ArrayData keys = map.keyArray();
        ArrayData values = map.valueArray();
        for (int i = 0; i < map.numElements(); i++) {
            pairs.add(new Value.Sequence(List.of(value(keys, i, type.keyType()), value(values, i, type.valueType()))));
        }
        return new Value.Sequence(pairs);
    }
}
