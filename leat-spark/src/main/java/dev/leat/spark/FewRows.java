package dev.leat.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** What is done with rows that the driver has, where a job of the cluster would take longer to start than to run. */
final class FewRows {
    private FewRows() {}

    /** Whether Java finds the same rows equal as Spark does: not those with a NaN or a zero within a value, and not bytes. */
    static boolean canBeToldApart(StructType schema, int width) {
        return IntStream.range(0, width).allMatch(i -> {
            DataType type = schema.fields()[i].dataType();
            return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType) || isExact(type);
        });
    }

    private static boolean isExact(DataType type) {
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).allMatch(field -> isExact(field.dataType()));
        }
        if (type instanceof ArrayType array) {
            return isExact(array.elementType());
        }
        return !(type instanceof MapType
                || type instanceof BinaryType
                || type instanceof DoubleType
                || type instanceof FloatType);
    }

    /** The rows that do not cancel out, each once, with the sum of their signs, which is the last column and is not 0. */
    static List<Row> net(List<Row> signed) {
        Map<Row, Long> weights = new LinkedHashMap<>();
        for (Row row : signed) {
            int width = row.size() - 1;
            weights.merge(RowFactory.create(values(row, width)), ((Number) row.get(width)).longValue(), Long::sum);
        }
        List<Row> net = new ArrayList<>();
        weights.forEach((row, weight) -> {
            if (weight != 0) {
                net.add(with(row, weight));
            }
        });
        return net;
    }

    /** The rows of positive weight, or of negative, each as often as it weighs; the weight is the last column and is left out. */
    static List<Row> part(List<Row> weighted, int sign) {
        List<Row> part = new ArrayList<>();
        for (Row row : weighted) {
            long times = sign * row.getLong(row.size() - 1);
            Row values = times > 0 ? RowFactory.create(values(row, row.size() - 1)) : row;
            for (long i = 0; i < times; i++) {
                part.add(values);
            }
        }
        return part;
    }

    /** All rows, each as often as it weighs, with the sign of its weight in place of it. */
    static List<Row> signed(List<Row> weighted) {
        List<Row> all = new ArrayList<>();
        for (Row row : weighted) {
            long weight = row.getLong(row.size() - 1);
            Object[] values = values(row, row.size());
            values[row.size() - 1] = Long.signum(weight);
            Row signed = RowFactory.create(values);
            for (long i = 0; i < Math.abs(weight); i++) {
                all.add(signed);
            }
        }
        return all;
    }

    /** A row with one more value. */
    static Row with(Row row, Object last) {
        Object[] values = Arrays.copyOf(values(row, row.size()), row.size() + 1);
        values[row.size()] = last;
        return RowFactory.create(values);
    }

    /** The first columns of rows. */
    static List<Row> first(List<Row> rows, int count) {
        return rows.stream().map(row -> RowFactory.create(values(row, count))).toList();
    }

    private static Object[] values(Row row, int count) {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.get(i);
        }
        return values;
    }

    /**
     * Rows without some of them, and with others; empty if one that is to be taken away is not found, be it that it is there and differs in
     * what Java, but not Spark, tells apart.
     */
    static Optional<List<Row>> changed(List<Row> rows, List<Row> deleted, List<Row> inserted) {
        Map<Row, Integer> gone = new HashMap<>();
        deleted.forEach(row -> gone.merge(row, 1, Integer::sum));
        List<Row> left = new ArrayList<>();
        for (Row row : rows) {
            Integer times = gone.get(row);
            if (times == null) {
                left.add(row);
            } else if (times == 1) {
                gone.remove(row);
            } else {
                gone.put(row, times - 1);
            }
        }
        left.addAll(inserted);
        return gone.isEmpty() ? Optional.of(left) : Optional.empty();
    }
}
