package dev.leat.duckdb.function;

import dev.leat.spi.InputColumn;
import dev.leat.spi.OutputColumn;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Values in the form Spark's evaluator has them, moved to and compared with columns of the boundary. */
final class CatalystValues {
    private CatalystValues() {}

    /** Writes a value. */
    static void write(DataType type, OutputColumn column, int row, @Nullable Object value) {
        if (value == null) {
            column.setNull(row);
        } else {
            type.accept(new Writer(column, row, value));
        }
    }

    /** Whether a column holds exactly this value: bit for bit, but all NaN are one. */
    static boolean same(DataType type, InputColumn column, int row, @Nullable Object expected) {
        boolean isNull = column.isNullAt(row);
        return isNull || expected == null
                ? isNull && expected == null
                : type.accept(new Comparison(column, row, expected));
    }

    /** The value for people. */
    static String text(DataType type, @Nullable Object value) {
        return value == null ? "NULL" : describe(type, value);
    }

    /** The value of a column for people. */
    static String text(DataType type, InputColumn column, int row) {
        return text(type, column.isNullAt(row) ? null : type.accept(new Reader(column, row)));
    }

    private static String describe(DataType type, Object value) {
        if (value instanceof byte[] bytes) {
            return "x'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof UTF8String string) {
            String text = string.toString();
            return "'" + escaped(text.length() > 80 ? text.substring(0, 80) + "…" + text.length() : text) + "'";
        }
        if (type instanceof DataType.ArrayType arrayType && value instanceof ArrayData array) {
            return elements(arrayType.element(), array);
        }
        if (type instanceof DataType.MapType mapType && value instanceof MapData map) {
            return elements(mapType.key(), map.keyArray()) + "→" + elements(mapType.value(), map.valueArray());
        }
        if (type instanceof DataType.StructType struct && value instanceof InternalRow row) {
            StringJoiner text = new StringJoiner(", ", "{", "}");
            int index = 0;
            for (Field field : struct.fields()) {
                text.add(text(field.type(), row.get(index++, SparkTypes.toSpark(field.type()))));
            }
            return text.toString();
        }
        return value.toString();
    }

    private static String elements(DataType type, ArrayData array) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < array.numElements(); i++) {
            text.add(text(type, element(array, i, type)));
        }
        return text.toString();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(code -> escaped.append(
                        code < 32 || code > 126 ? String.format("\\u{%x}", code) : Character.toString(code)));
        return escaped.toString();
    }

    private static @Nullable Object element(ArrayData array, int index, DataType type) {
        return array.isNullAt(index) ? null : array.get(index, SparkTypes.toSpark(type));
    }

    private record Writer(OutputColumn column, int row, Object value) implements DataType.Visitor<Boolean> {
        @Override
        public Boolean visit(DataType.Simple type) {
            switch (type) {
                case VOID -> throw new AssertionError("VOID has no value but NULL");
                case BOOLEAN -> column.setBoolean(row, (Boolean) value);
                case TINYINT -> column.setByte(row, (Byte) value);
                case SMALLINT -> column.setShort(row, (Short) value);
                case INT, DATE -> column.setInt(row, (Integer) value);
                case BIGINT, TIMESTAMP, TIMESTAMP_NTZ -> column.setLong(row, (Long) value);
                case FLOAT -> column.setFloat(row, (Float) value);
                case DOUBLE -> column.setDouble(row, (Double) value);
                case STRING -> column.setBytes(row, ((UTF8String) value).getBytes());
                case BINARY -> column.setBytes(row, (byte[]) value);
                case INTERVAL -> {
                    CalendarInterval interval = (CalendarInterval) value;
                    column.setInterval(row, interval.months, interval.days, interval.microseconds);
                }
            }
            return true;
        }

        @Override
        public Boolean visit(DataType.DecimalType type) {
            column.setDecimal(row, ((Decimal) value).toJavaBigDecimal().setScale(type.scale()));
            return true;
        }

        @Override
        public Boolean visit(DataType.CharType type) {
            return visit(DataType.Simple.STRING);
        }

        @Override
        public Boolean visit(DataType.VarcharType type) {
            return visit(DataType.Simple.STRING);
        }

        @Override
        public Boolean visit(DataType.IntervalType type) {
            return visit(type.countsMonths() ? DataType.Simple.INT : DataType.Simple.BIGINT);
        }

        @Override
        public Boolean visit(DataType.ArrayType type) {
            ArrayData array = (ArrayData) value;
            writeAll(type.element(), array, 0, column.setLength(row, array.numElements()));
            return true;
        }

        private void writeAll(DataType type, ArrayData array, int child, int at) {
            for (int i = 0; i < array.numElements(); i++) {
                write(type, column.child(child), at + i, element(array, i, type));
            }
        }

        @Override
        public Boolean visit(DataType.MapType type) {
            MapData map = (MapData) value;
            int at = column.setLength(row, map.numElements());
            writeAll(type.key(), map.keyArray(), 0, at);
            writeAll(type.value(), map.valueArray(), 1, at);
            return true;
        }

        @Override
        public Boolean visit(DataType.StructType type) {
            column.setStruct(row);
            InternalRow fields = (InternalRow) value;
            int index = 0;
            for (Field field : type.fields()) {
                Object member = fields.isNullAt(index) ? null : fields.get(index, SparkTypes.toSpark(field.type()));
                write(field.type(), column.child(index++), row, member);
            }
            return true;
        }
    }

    private record Comparison(InputColumn column, int row, Object expected) implements DataType.Visitor<Boolean> {
        @Override
        public Boolean visit(DataType.Simple type) {
            return switch (type) {
                case VOID -> false;
                case BOOLEAN -> column.booleanAt(row) == (Boolean) expected;
                case TINYINT -> column.byteAt(row) == (Byte) expected;
                case SMALLINT -> column.shortAt(row) == (Short) expected;
                case INT, DATE -> column.intAt(row) == (Integer) expected;
                case BIGINT, TIMESTAMP, TIMESTAMP_NTZ -> column.longAt(row) == (Long) expected;
                case FLOAT -> Float.floatToIntBits(column.floatAt(row)) == Float.floatToIntBits((Float) expected);
                case DOUBLE ->
                    Double.doubleToLongBits(column.doubleAt(row)) == Double.doubleToLongBits((Double) expected);
                case STRING -> Arrays.equals(column.bytesAt(row), ((UTF8String) expected).getBytes());
                case BINARY -> Arrays.equals(column.bytesAt(row), (byte[]) expected);
                case INTERVAL ->
                    new CalendarInterval(
                                    column.intervalMonthsAt(row),
                                    column.intervalDaysAt(row),
                                    column.intervalMicrosAt(row))
                            .equals(expected);
            };
        }

        @Override
        public Boolean visit(DataType.DecimalType type) {
            BigDecimal other = ((Decimal) expected).toJavaBigDecimal();
            return column.decimalAt(row).compareTo(other) == 0;
        }

        @Override
        public Boolean visit(DataType.CharType type) {
            return visit(DataType.Simple.STRING);
        }

        @Override
        public Boolean visit(DataType.VarcharType type) {
            return visit(DataType.Simple.STRING);
        }

        @Override
        public Boolean visit(DataType.IntervalType type) {
            return visit(type.countsMonths() ? DataType.Simple.INT : DataType.Simple.BIGINT);
        }

        @Override
        public Boolean visit(DataType.ArrayType type) {
            return sameAll(type.element(), (ArrayData) expected, 0);
        }

        private boolean sameAll(DataType type, ArrayData array, int child) {
            boolean equal = column.lengthAt(row) == array.numElements();
            for (int i = 0; equal && i < array.numElements(); i++) {
                equal = same(type, column.child(child), column.offsetAt(row) + i, element(array, i, type));
            }
            return equal;
        }

        @Override
        public Boolean visit(DataType.MapType type) {
            MapData map = (MapData) expected;
            return sameAll(type.key(), map.keyArray(), 0) && sameAll(type.value(), map.valueArray(), 1);
        }

        @Override
        public Boolean visit(DataType.StructType type) {
            InternalRow fields = (InternalRow) expected;
            boolean equal = true;
            int index = 0;
            for (Field field : type.fields()) {
                Object member = fields.isNullAt(index) ? null : fields.get(index, SparkTypes.toSpark(field.type()));
                equal &= same(field.type(), column.child(index++), row, member);
            }
            return equal;
        }
    }

    /** Values for messages only. */
    private record Reader(InputColumn column, int row) implements DataType.Visitor<Object> {
        @Override
        public Object visit(DataType.Simple type) {
            return switch (type) {
                case VOID -> "VOID";
                case BOOLEAN -> column.booleanAt(row);
                case TINYINT -> column.byteAt(row);
                case SMALLINT -> column.shortAt(row);
                case INT, DATE -> column.intAt(row);
                case BIGINT, TIMESTAMP, TIMESTAMP_NTZ -> column.longAt(row);
                case FLOAT -> column.floatAt(row);
                case DOUBLE -> column.doubleAt(row);
                case STRING -> UTF8String.fromBytes(column.bytesAt(row));
                case BINARY -> column.bytesAt(row);
                case INTERVAL ->
                    new CalendarInterval(
                            column.intervalMonthsAt(row), column.intervalDaysAt(row), column.intervalMicrosAt(row));
            };
        }

        @Override
        public Object visit(DataType.DecimalType type) {
            return column.decimalAt(row);
        }

        @Override
        public Object visit(DataType.CharType type) {
            return visit(DataType.Simple.STRING);
        }

        @Override
        public Object visit(DataType.VarcharType type) {
            return visit(DataType.Simple.STRING);
        }

        @Override
        public Object visit(DataType.IntervalType type) {
            return visit(type.countsMonths() ? DataType.Simple.INT : DataType.Simple.BIGINT);
        }

        @Override
        public Object visit(DataType.ArrayType type) {
            return elements(type.element(), 0);
        }

        private String elements(DataType type, int child) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            for (int i = 0; i < column.lengthAt(row); i++) {
                text.add(text(type, column.child(child), column.offsetAt(row) + i));
            }
            return text.toString();
        }

        @Override
        public Object visit(DataType.MapType type) {
            return elements(type.key(), 0) + "→" + elements(type.value(), 1);
        }

        @Override
        public Object visit(DataType.StructType type) {
            StringJoiner text = new StringJoiner(", ", "{", "}");
            int index = 0;
            for (Field field : type.fields()) {
                text.add(text(field.type(), column.child(index++), row));
            }
            return text.toString();
        }
    }
}
