package dev.leat.spark;

import dev.leat.fault.FaultPoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Computes rows once for all that a commit makes of them. */
final class Staging {
    /** How many rows there may be of which some cancel out, for each that is kept. */
    private static final int UNSETTLED = 4;

    private final SparkSession spark;
    private final Turns turns;
    private final String folder;
    private final SparkEngine.Limits limits;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Staging for one commit.
     *
     * @param folder for what is too much for the driver
     * @param limits of what is not
     */
    Staging(SparkSession spark, Turns turns, String folder, SparkEngine.Limits limits) {
        this.spark = spark;
        this.turns = turns;
        this.folder = folder;
        this.limits = limits;
    }

    /** What is few, and what is large. */
    SparkEngine.Limits limits() {
        return limits;
    }

    /** Computes rows. */
    Staged stage(Dataset<Row> rows, String activity) {
        return turns.givenAway(activity, () -> {
            // All parts at once, by the setting of the session, and none further than that.
            List<Row> few = rows.limit(limits.driverRows() + 1).collectAsList();
            if (few.size() <= limits.driverRows()) {
                return few(few, rows.schema());
            }
            return many(rows);
        });
    }

    /** Computes rows of which the driver may keep some more than it would of a result, as they cancel out; empty if they are more. */
    Optional<List<Row>> fewOf(Dataset<Row> rows, String activity) {
        int most = limits.driverRows() * UNSETTLED;
        return turns.givenAway(activity, () -> {
            List<Row> few = rows.limit(most + 1).collectAsList();
            return few.size() <= most ? Optional.of(few) : Optional.empty();
        });
    }

    /** Computes rows that are many. */
    Staged many(Dataset<Row> rows) {
        Dataset<Row> stored = spark.read().schema(rows.schema()).parquet(write(rows));
        FaultPoint.RESULT_STAGED.reach();
        return new Staged(stored, stored.count());
    }

    private String write(Dataset<Row> rows) {
        String path = folder + "/" + count.getAndIncrement();
        rows.write().parquet(path);
        return path;
    }

    /**
     * Rows that are in files.
     *
     * @param path of the files' folder
     */
    record Kept(long count, String path) {}

    /** Computes rows into files, one if they are few. */
    Kept keep(Dataset<Row> rows, String activity) {
        return turns.givenAway(activity, () -> {
            List<Row> few = rows.limit(limits.driverRows() + 1).collectAsList();
            if (few.size() <= limits.driverRows()) {
                return new Kept(
                        few.size(),
                        write(spark.createDataFrame(few, rows.schema()).coalesce(1)));
            }
            String path = write(rows);
            FaultPoint.RESULT_STAGED.reach();
            return new Kept(spark.read().schema(rows.schema()).parquet(path).count(), path);
        });
    }

    /** Rows that are known. */
    Staged few(List<Row> rows, StructType schema) {
        return new Staged(spark.createDataFrame(rows, schema), rows.size(), Optional.of(rows));
    }
}
