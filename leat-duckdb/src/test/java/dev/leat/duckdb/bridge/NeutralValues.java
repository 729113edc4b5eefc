package dev.leat.duckdb.bridge;

import dev.leat.spi.InputColumn;
import dev.leat.spi.OutputColumn;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of any type as plain Java objects: lists for arrays and structs, lists of {@link Entry} for maps, null for NULL.
 */
final class NeutralValues {
    private NeutralValues() {}

    /** An entry of a map. */
    record Entry(@Nullable Object key, @Nullable Object value) {}

    /** A calendar interval. */
    record Interval(int months, int days, long micros) {}

    /** Writes a value. */
    static void write(DataType type, OutputColumn column, int row, @Nullable Object value) {
        if (value == null) {
            column.setNull(row);
        } else {
            type.accept(new Writer(column, row, value));
        }
    }

    /** Reads a value. */
    static @Nullable Object read(DataType type, InputColumn column, int row) {
        return column.isNullAt(row) ? null : type.accept(new Reader(column, row));
    }

    /** A text that is the same only for the same value, bit by bit. */
    static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Double number) {
            return "d" + Long.toHexString(Double.doubleToRawLongBits(number));
        }
        if (value instanceof Float number) {
            return "f" + Integer.toHexString(Float.floatToRawIntBits(number));
        }
        if (value instanceof String string) {
            return "s" + HexFormat.of().formatHex(string.getBytes(StandardCharsets.UTF_8));
        }
        if (value instanceof Entry entry) {
            return text(entry.key()) + "=" + text(entry.value());
        }
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            list.forEach(element -> texts.add(text(element)));
            return texts.toString();
        }
        return String.valueOf(value);
    }

    private static final class Writer implements DataType.Visitor<Boolean> {
        private final OutputColumn column;
        private final int row;
        private final Object value;

        Writer(OutputColumn column, int row, Object value) {
            this.column = column;
            this.row = row;
            this.value = value;
        }

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
                case STRING -> column.setBytes(row, ((String) value).getBytes(StandardCharsets.UTF_8));
                case BINARY -> column.setBytes(row, (byte[]) value);
                case INTERVAL -> {
                    Interval interval = (Interval) value;
                    column.setInterval(row, interval.months(), interval.days(), interval.micros());
                }
            }
            return true;
        }

        @Override
        public Boolean visit(DataType.DecimalType type) {
            column.setDecimal(row, (BigDecimal) value);
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
            List<?> elements = (List<?>) value;
            int at = column.setLength(row, elements.size());
            for (Object element : elements) {
                write(type.element(), column.child(0), at++, element);
            }
            return true;
        }

        @Override
        public Boolean visit(DataType.MapType type) {
            List<?> entries = (List<?>) value;
            int at = column.setLength(row, entries.size());
            for (Object element : entries) {
                Entry entry = (Entry) element;
                write(type.key(), column.child(0), at, entry.key());
                write(type.value(), column.child(1), at++, entry.value());
            }
            return true;
        }

        @Override
        public Boolean visit(DataType.StructType type) {
            column.setStruct(row);
            int index = 0;
            for (Field field : type.fields()) {
                write(field.type(), column.child(index), row, ((List<?>) value).get(index));
                index++;
            }
            return true;
        }
    }

    private record Reader(InputColumn column, int row) implements DataType.Visitor<Object> {
        @Override
        public Object visit(DataType.Simple type) {
            return switch (type) {
                case VOID -> throw new AssertionError("VOID has no value but NULL");
                case BOOLEAN -> column.booleanAt(row);
                case TINYINT -> column.byteAt(row);
                case SMALLINT -> column.shortAt(row);
                case INT, DATE -> column.intAt(row);
                case BIGINT, TIMESTAMP, TIMESTAMP_NTZ -> column.longAt(row);
                case FLOAT -> column.floatAt(row);
                case DOUBLE -> column.doubleAt(row);
                case STRING -> new String(column.bytesAt(row), StandardCharsets.UTF_8);
                case BINARY -> column.bytesAt(row);
                case INTERVAL ->
                    new Interval(
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
            Object[] elements = new Object[column.lengthAt(row)];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = read(type.element(), column.child(0), column.offsetAt(row) + i);
            }
            return Arrays.asList(elements);
        }

        @Override
        public Object visit(DataType.MapType type) {
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < column.lengthAt(row); i++) {
                int at = column.offsetAt(row) + i;
                entries.add(new Entry(read(type.key(), column.child(0), at), read(type.value(), column.child(1), at)));
            }
            return entries;
        }

        @Override
        public Object visit(DataType.StructType type) {
            Object[] fields = new Object[type.fields().size()];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = read(type.fields().get(i).type(), column.child(i), row);
            }
            return Arrays.asList(fields);
        }
    }
}
