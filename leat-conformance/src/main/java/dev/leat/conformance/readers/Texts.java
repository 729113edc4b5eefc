package dev.leat.conformance.readers;

import dev.leat.testkit.HeapColumn;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/** Shows Spark's internal values as {@link HeapColumn} shows ours. */
final class Texts {
    private Texts() {}

    static String show(SpecializedGetters row, int index, DataType type) {
        if (row.isNullAt(index)) {
            return "NULL";
        }
        if (type instanceof ArrayType array) {
            return "[" + String.join(",", elements(row.getArray(index), array.elementType())) + "]";
        }
        if (type instanceof MapType map) {
            return showMap(row.getMap(index), map);
        }
        if (type instanceof StructType struct) {
            SpecializedGetters value = row.getStruct(index, struct.length());
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < struct.length(); i++) {
                fields.add(show(value, i, struct.fields()[i].dataType()));
            }
            return "{" + String.join(",", fields) + "}";
        }
        Object value = row.get(index, type);
        if (value instanceof UTF8String text) {
            return HeapColumn.quote(text.toString());
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal().toPlainString();
        }
        if (value instanceof CalendarInterval interval) {
            return interval.months + "," + interval.days + "," + interval.microseconds;
        }
        return value.toString();
    }

    private static List<String> elements(ArrayData array, DataType type) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < array.numElements(); i++) {
            elements.add(show(array, i, type));
        }
        return elements;
    }

    private static String showMap(MapData map, MapType type) {
        List<String> keys = elements(map.keyArray(), type.keyType());
        List<String> values = elements(map.valueArray(), type.valueType());
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            pairs.add(keys.get(i) + "->" + values.get(i));
        }
        return "[" + String.join(",", pairs) + "]";
    }
}
