package dev.leat.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What is done with rows that the driver has, where a job of the cluster would take longer to start than to run. */
final class FewRows {
    private FewRows() {}

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
