package dev.leat.testkit;

import dev.leat.spi.OutputColumn;
import dev.leat.type.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** A column on the heap that shows its values as text; it fails where a row is set twice, or shown and not set. */
public final class HeapColumn implements OutputColumn {
    private final DataType type;
    private final TreeMap<Integer, Object> values = new TreeMap<>();
    private final List<HeapColumn> children = new ArrayList<>();
    private int childRows;

    /** NULL, and what arrays and structs hold in {@link #values}. */
    private enum Mark {
        NULL,
        STRUCT
    }

    private record Range(int start, int length) {}

    /** An empty column. */
    public HeapColumn(DataType type) {
        this.type = type;
        if (type instanceof DataType.ArrayType array) {
            children.add(new HeapColumn(array.element()));
        } else if (type instanceof DataType.MapType map) {
            children.add(new HeapColumn(map.key()));
            children.add(new HeapColumn(map.value()));
        } else if (type instanceof DataType.StructType struct) {
            struct.fields().forEach(field -> children.add(new HeapColumn(field.type())));
        }
    }

    private void put(int row, Object value) {
        if (values.put(row, value) != null) {
            throw new IllegalStateException("row " + row + " is set twice");
        }
    }

    /** The value as text: strings in quotes, other characters than printable ASCII by their code in four hexadecimal digits. */
    public String show(int row) {
        Object value = values.get(row);
        if (value == null) {
            throw new IllegalStateException("row " + row + " is not set");
        }
        if (value == Mark.NULL) {
            return "NULL";
        }
        if (value == Mark.STRUCT) {
            List<String> fields =
                    children.stream().map(child -> child.show(row)).toList();
            return "{" + String.join(",", fields) + "}";
        }
        if (value instanceof Range range) {
            List<String> elements = new ArrayList<>();
            for (int i = range.start; i < range.start + range.length; i++) {
                int at = i;
                elements.add(String.join(
                        "->", children.stream().map(child -> child.show(at)).toList()));
            }
            return "[" + String.join(",", elements) + "]";
        }
        if (value instanceof byte[] bytes) {
            return type == DataType.Simple.BINARY
                    ? HexFormat.of().formatHex(bytes)
                    : quote(new String(bytes, StandardCharsets.UTF_8));
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    @Override
    public void setNull(int row) {
        put(row, Mark.NULL);
    }

    @Override
    public void setBoolean(int row, boolean value) {
        put(row, value);
    }

    @Override
    public void setByte(int row, byte value) {
        put(row, value);
    }

    @Override
    public void setShort(int row, short value) {
        put(row, value);
    }

    @Override
    public void setInt(int row, int value) {
        put(row, value);
    }

    @Override
    public void setLong(int row, long value) {
        put(row, value);
    }

    @Override
    public void setFloat(int row, float value) {
        put(row, value);
    }

    @Override
    public void setDouble(int row, double value) {
        put(row, value);
    }

    @Override
    public void setDecimal(int row, BigDecimal value) {
        put(row, value);
    }

    @Override
    public void setBytes(int row, byte[] value) {
        put(row, value.clone());
    }

    @Override
    public void setBytes(int row, byte[] source, int offset, int length) {
        put(row, Arrays.copyOfRange(source, offset, offset + length));
    }

    @Override
    public void setInterval(int row, int months, int days, long micros) {
        put(row, months + "," + days + "," + micros);
    }

    @Override
    public int setLength(int row, int length) {
        int start = childRows;
        put(row, new Range(start, length));
        childRows += length;
        return start;
    }

    @Override
    public void setStruct(int row) {
        put(row, Mark.STRUCT);
    }

    @Override
    public OutputColumn child(int index) {
        return children.get(index);
    }

    /** The text in quotes, characters other than printable ASCII by their code in four hexadecimal digits. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.chars().forEach(c -> {
            if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('\'').toString();
    }
}
