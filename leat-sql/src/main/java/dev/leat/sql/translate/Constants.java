package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.LiteralText;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Turns values in Spark's internal form into constants; nested values become calls of their constructors. */
final class Constants {
    private Constants() {}

    /** Whether a value has a form as a constant; a string that is not valid UTF-8 has none. */
    static boolean isExpressible(@Nullable Object value) {
        return !(value instanceof UTF8String string) || string.isValid();
    }

    /** The constant of a value of this type. */
    static Expression of(@Nullable Object value, org.apache.spark.sql.types.DataType sparkType) {
        DataType type = SparkTypes.fromSpark(sparkType);
        if (value == null) {
            return Literal.ofNull(type);
        }
        if (sparkType instanceof ArrayType array) {
            return array((ArrayData) value, array, type);
        }
        if (sparkType instanceof MapType map) {
            return map((MapData) value, map, type);
        }
        if (sparkType instanceof StructType struct) {
            return struct((InternalRow) value, struct, type);
        }
        return Literal.of(text(value, sparkType), type);
    }

    private static String text(Object value, org.apache.spark.sql.types.DataType type) {
        if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal()
                    .setScale(((DecimalType) type).scale())
                    .toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return LiteralText.ofBytes(bytes);
        }
        if (value instanceof CalendarInterval interval) {
            return interval.months + "," + interval.days + "," + interval.microseconds;
        }
        return value.toString();
    }

    private static Expression array(ArrayData value, ArrayType sparkType, DataType type) {
        if (value.numElements() == 0) {
            return empty("array", new DataType.ArrayType(Simple.VOID, false), type);
        }
        return new Call("array", elements(value, sparkType.elementType()), type, false);
    }

    private static Expression map(MapData value, MapType sparkType, DataType type) {
        if (value.numElements() == 0) {
            return empty("map", new DataType.MapType(Simple.VOID, Simple.VOID, false), type);
        }
        List<Expression> keys = elements(value.keyArray(), sparkType.keyType());
        List<Expression> values = elements(value.valueArray(), sparkType.valueType());
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            arguments.add(keys.get(i));
            arguments.add(values.get(i));
        }
        return new Call("map", arguments, type, false);
    }

    private static Expression struct(InternalRow value, StructType sparkType, DataType type) {
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < sparkType.size(); i++) {
            StructField field = sparkType.fields()[i];
            arguments.add(Literal.of(field.name(), Simple.STRING));
            arguments.add(of(value.get(i, field.dataType()), field.dataType()));
        }
        return new Call("named_struct", arguments, type, false);
    }

    private static List<Expression> elements(ArrayData value, org.apache.spark.sql.types.DataType type) {
        List<Expression> elements = new ArrayList<>();
        for (int i = 0; i < value.numElements(); i++) {
            elements.add(of(value.isNullAt(i) ? null : value.get(i, type), type));
        }
        return elements;
    }

    /** The constructor without operands has no element type, so it is converted. */
    private static Expression empty(String constructor, DataType untyped, DataType type) {
        return new Call("cast", List.of(new Call(constructor, List.of(), untyped, false)), type, false);
    }
}
