package dev.leat.testkit;

import dev.leat.spi.InputColumn;
import dev.leat.type.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of values on the heap, to be read. NULL is an empty Optional, a string a String, an array a list of its elements and a
 * struct a list of its fields; all else is as {@link InputColumn} returns it. There are no maps and no mixed intervals.
 */
public final class HeapValues implements InputColumn {
    private final DataType type;
    private final List<Object> values;
    private final List<HeapValues> children = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    /** A column of a type. */
    public HeapValues(DataType type, List<?> values) {
        this.type = type;
        this.values = List.copyOf(values);
        if (type instanceof DataType.ArrayType array) {
            List<Object> elements = new ArrayList<>();
            for (Object value : values) {
                offsets.add(elements.size());
                elements.addAll(members(value));
            }
            children.add(new HeapValues(array.element(), elements));
        } else if (type instanceof DataType.StructType struct) {
            for (int i = 0; i < struct.fields().size(); i++) {
                List<Object> members = new ArrayList<>();
                for (Object value : values) {
                    members.add(
                            members(value).isEmpty()
                                    ? Optional.empty()
                                    : members(value).get(i));
                }
                children.add(new HeapValues(struct.fields().get(i).type(), members));
            }
        }
    }

    private static List<?> members(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    @Override
    public boolean isNullAt(int row) {
        return values.get(row).equals(Optional.empty());
    }

    @Override
    public boolean booleanAt(int row) {
        return (Boolean) values.get(row);
    }

    @Override
    public byte byteAt(int row) {
        return (Byte) values.get(row);
    }

    @Override
    public short shortAt(int row) {
        return (Short) values.get(row);
    }

    @Override
    public int intAt(int row) {
        return (Integer) values.get(row);
    }

    @Override
    public long longAt(int row) {
        return (Long) values.get(row);
    }

    @Override
    public float floatAt(int row) {
        return (Float) values.get(row);
    }

    @Override
    public double doubleAt(int row) {
        return (Double) values.get(row);
    }

    @Override
    public BigDecimal decimalAt(int row) {
        return (BigDecimal) values.get(row);
    }

    @Override
    public byte[] bytesAt(int row) {
        Object value = values.get(row);
        return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : ((byte[]) value).clone();
    }

    @Override
    public int intervalMonthsAt(int row) {
        throw unsupported();
    }

    @Override
    public int intervalDaysAt(int row) {
        throw unsupported();
    }

    @Override
    public long intervalMicrosAt(int row) {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("a column of " + type.sql());
    }

    @Override
    public int offsetAt(int row) {
        return offsets.get(row);
    }

    @Override
    public int lengthAt(int row) {
        return members(values.get(row)).size();
    }

    @Override
    public InputColumn child(int index) {
        return children.get(index);
    }
}
