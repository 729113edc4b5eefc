package dev.leat.spark;

import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a query. All are computed before the first is handed out, by all executors at once. If they are more than the driver takes
 * together, executors keep them on their disks, and the driver has those of one part at a time, in their order.
 */
final class QueryRows implements QueryResult {
    private static final int BATCH_ROWS = 1000;
    private static final String ACTIVITY = "run the query";

    private final SparkFailures failures;
    private final List<Field> schema;
    private final Iterator<Row> rows;
    private final Optional<Dataset<Row>> kept;
    private List<RowValues> batch = List.of();

    private QueryRows(SparkFailures failures, List<Field> schema, Iterator<Row> rows, Optional<Dataset<Row>> kept) {
        this.failures = failures;
        this.schema = List.copyOf(schema);
        this.rows = rows;
        this.kept = kept;
    }

    /** Computes them. */
    static QueryRows compute(SparkFailures failures, List<Field> schema, Dataset<Row> rows) {
        List<Row> few =
                failures.within(ACTIVITY, () -> rows.limit(BATCH_ROWS + 1).collectAsList());
        if (few.size() <= BATCH_ROWS) {
            return new QueryRows(failures, schema, few.iterator(), Optional.empty());
        }
        Dataset<Row> kept = rows.persist(StorageLevel.DISK_ONLY());
        try {
            return failures.within(ACTIVITY, () -> {
                kept.count();
                return new QueryRows(failures, schema, kept.toLocalIterator(), Optional.of(kept));
            });
        } catch (RuntimeException e) {
            kept.unpersist();
            throw e;
        }
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public int next() {
        return failures.within(ACTIVITY, () -> {
            List<Row> taken = new ArrayList<>();
            while (taken.size() < BATCH_ROWS && rows.hasNext()) {
                taken.add(rows.next());
            }
            batch = IntStream.range(0, schema.size())
                    .mapToObj(i -> RowValues.of(schema.get(i).type(), taken, i))
                    .toList();
            return taken.size();
        });
    }

    @Override
    public InputColumn column(int index) {
        return batch.get(index);
    }

    @Override
    public void close() {
        kept.ifPresent(Dataset::unpersist);
    }
}
