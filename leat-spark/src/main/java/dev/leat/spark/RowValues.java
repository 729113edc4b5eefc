package dev.leat.spark;

import dev.leat.spi.InputColumn;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.StructType;
import dev.leat.type.EpochMicros;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** A column of rows that Spark gives its driver. There are no intervals. */
final class RowValues implements InputColumn {

    private final List<Optional<Object>> values;
    private final List<RowValues> children = new ArrayList<>();
    private final int[] offsets;

    private RowValues(DataType type, List<Optional<Object>> values) {
        this.values = values;
        this.offsets = new int[values.size()];
        if (type instanceof StructType struct) {
            for (int i = 0; i < struct.fields().size(); i++) {
                int field = i;
                children.add(new RowValues(
                        struct.fields().get(i).type(),
                        values.stream()
                                .map(value -> value.flatMap(row -> at((Row) row, field)))
                                .toList()));
            }
        } else if (type instanceof ArrayType array) {
            children.add(new RowValues(array.element(), members(value -> elements(value))));
        } else if (type instanceof MapType map) {
            children.add(
                    new RowValues(map.key(), members(value -> entries(value).keySet())));
            children.add(
                    new RowValues(map.value(), members(value -> entries(value).values())));
        }
    }

    /** A column of some rows. */
    static RowValues of(DataType type, List<Row> rows, int column) {
        return new RowValues(type, rows.stream().map(row -> at(row, column)).toList());
    }

    private static Optional<Object> at(Row row, int column) {
        return row.isNullAt(column) ? Optional.empty() : Optional.of(row.get(column));
    }

    private interface Members {
        Iterable<?> of(Object value);
    }

    private List<Optional<Object>> members(Members members) {
        List<Optional<Object>> all = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            offsets[row] = all.size();
            values.get(row)
                    .ifPresent(value ->
                            members.of(value).forEach(member -> all.add(Optional.ofNullable((Object) member))));
        }
        return all;
    }

    private static Iterable<?> elements(Object value) {
        return scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Iterable<?>) value);
    }

    private static Map<?, ?> entries(Object value) {
        return scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Map<?, ?>) value);
    }

    private Object value(int row) {
        return values.get(row).orElseThrow();
    }

    @Override
    public boolean isNullAt(int row) {
        return values.get(row).isEmpty();
    }

    @Override
    public boolean booleanAt(int row) {
        return (Boolean) value(row);
    }

    @Override
    public byte byteAt(int row) {
        return (Byte) value(row);
    }

    @Override
    public short shortAt(int row) {
        return (Short) value(row);
    }

    @Override
    public int intAt(int row) {
        Object value = value(row);
        return value instanceof LocalDate date ? (int) date.toEpochDay() : (Integer) value;
    }

    @Override
    public long longAt(int row) {
        Object value = value(row);
        if (value instanceof LocalDateTime local) {
            return EpochMicros.of(local.toInstant(ZoneOffset.UTC));
        }
        return value instanceof Instant instant ? EpochMicros.of(instant) : (Long) value;
    }

    @Override
    public float floatAt(int row) {
        return (Float) value(row);
    }

    @Override
    public double doubleAt(int row) {
        return (Double) value(row);
    }

    @Override
    public BigDecimal decimalAt(int row) {
        return (BigDecimal) value(row);
    }

    @Override
    public byte[] bytesAt(int row) {
        return value(row) instanceof byte[] bytes ? bytes : ((String) value(row)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int intervalMonthsAt(int row) {
        throw ofInterval();
    }

    @Override
    public int intervalDaysAt(int row) {
        throw ofInterval();
    }

    @Override
    public long intervalMicrosAt(int row) {
        throw ofInterval();
    }

    private static IllegalStateException ofInterval() {
        return new IllegalStateException("rows that wait for a sink have no intervals");
    }

    @Override
    public int offsetAt(int row) {
        return offsets[row];
    }

    @Override
    public int lengthAt(int row) {
        int end = row + 1 < offsets.length
                ? offsets[row + 1]
                : children.get(0).values.size();
        return end - offsets[row];
    }

    @Override
    public InputColumn child(int index) {
        return children.get(index);
    }
}
