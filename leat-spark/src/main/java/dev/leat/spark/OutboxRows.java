package dev.leat.spark;

import dev.leat.incremental.Stored;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The rows of files in the order in which they were written, of which the driver has a part at a time. */
final class OutboxRows implements QueryResult {
    private static final int BATCH_ROWS = 1000;

    private final SparkSession spark;
    private final SparkFailures failures;
    private final List<Field> schema;
    private final Iterator<String> files;
    private Iterator<Row> rows = Collections.emptyIterator();
    private List<RowValues> batch = List.of();

    /** Rows of columns that are named by {@link Stored#field} in the files. */
    OutboxRows(SparkSession spark, SparkFailures failures, List<Field> schema, List<String> files) {
        this.spark = spark;
        this.failures = failures;
        this.schema = List.copyOf(schema);
        this.files = List.copyOf(files).iterator();
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public int next() {
        return failures.within("read the rows of a commit for a sink", () -> {
            List<Row> taken = new ArrayList<>();
            while (taken.size() < BATCH_ROWS && hasNext()) {
                taken.add(rows.next());
            }
            batch = IntStream.range(0, schema.size())
                    .mapToObj(i -> RowValues.of(schema.get(i).type(), taken, i))
                    .toList();
            return taken.size();
        });
    }

    private boolean hasNext() {
        while (!rows.hasNext() && files.hasNext()) {
            // File by file: of several, Spark reads the largest first.
            rows = spark.read().schema(stored()).parquet(files.next()).toLocalIterator();
        }
        return rows.hasNext();
    }

    private StructType stored() {
        return SparkTypes.struct(IntStream.range(0, schema.size())
                .mapToObj(i -> new Field(Stored.field(i), schema.get(i).type(), true))
                .toList());
    }

    @Override
    public InputColumn column(int index) {
        return batch.get(index);
    }

    @Override
    public void close() {
        rows = Collections.emptyIterator();
    }
}
