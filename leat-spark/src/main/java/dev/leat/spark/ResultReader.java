package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.move.RecordTable;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.plan.Plan;
import dev.leat.spark.read.SparkSources;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.IcebergTables;
import dev.leat.spark.store.TableVersion;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.QueryResult;
import dev.leat.spi.RejectedRecord;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads results as of one commit, whoever writes meanwhile: of each table the snapshot that the commit names. Where a writer has removed
 * that while it was read, the newest commit is read in its place, once.
 */
final class ResultReader implements AutoCloseable {
    private final SparkSession spark;
    private final CommitLog log;
    private final IcebergTables tables;
    private final Clock clock;
    private final SparkFailures failures = new SparkFailures();
    private final SparkSources sources;

    /**
     * Reads results.
     *
     * @param spark a session that nobody else works in
     */
    ResultReader(SparkSession spark, CommitLog log, IcebergTables tables, Clock clock) {
        this.spark = spark;
        this.log = log;
        this.tables = tables;
        this.clock = clock;
        this.sources = new SparkSources(spark);
    }

    /** The rows of a query. */
    QueryResult query(Pipeline pipeline, Plan plan) {
        SessionSettings.apply(spark, pipeline.settings());
        Plan whole = new PlanPreparation(pipeline).prepareWhole(plan);
        List<Field> schema = whole.output().stream()
                .map(column -> new Field(column.name(), column.type(), column.nullable()))
                .toList();
        return onceMore(() -> {
            Views views = new Views(spark);
            QueriedRelations relations = new QueriedRelations(log.state(), pipeline, sources, whole, views);
            try (views) {
                Dataset<Row> rows = new PlanRows(spark, failures, new Turns(failures), clock.instant())
                        .rows(whole, relations::find, "run the query");
                return QueryRows.compute(failures, schema, rows);
            } catch (LeatException e) {
                throw explained(e, relations.tables());
            }
        });
    }

    /** Tells of the records that were not accepted, in the order of commits. */
    void forEachRejected(Predicate<RejectedRecord> taker) {
        try (QueryResult records = onceMore(this::rejected)) {
            boolean goesOn = true;
            for (int rows = records.next(); goesOn && rows > 0; rows = records.next()) {
                for (int row = 0; goesOn && row < rows; row++) {
                    goesOn = taker.test(rejected(records, row));
                }
            }
        }
    }

    private QueryResult rejected() {
        Map<String, TableVersion> read = new TreeMap<>();
        log.state().table(TableNames.ERRORS).ifPresent(version -> read.put(TableNames.ERRORS, version));
        try {
            return QueryRows.compute(
                    failures,
                    RecordTable.ERRORS.columns(),
                    new MovedRecords(spark, log.state(), List.of())
                            .rows(RecordTable.ERRORS)
                            .orderBy("commit", "dataset", "source", "part", "position", "raw"));
        } catch (LeatException e) {
            throw explained(e, read);
        }
    }

    private static RejectedRecord rejected(QueryResult records, int row) {
        return new RejectedRecord(
                records.column(0).longAt(row),
                text(records, 1, row),
                text(records, 2, row),
                text(records, 3, row),
                new MalformedRecord(
                        text(records, 5, row),
                        records.column(6).longAt(row),
                        text(records, 4, row),
                        records.column(7).bytesAt(row)));
    }

    private static String text(QueryResult records, int column, int row) {
        return new String(records.column(column).bytesAt(row), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        sources.close();
    }

    /** What was read was removed meanwhile. */
    private static final class Removed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final LeatException failure;

        Removed(LeatException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private RuntimeException explained(LeatException failure, Map<String, TableVersion> read) {
        boolean isThere = read.entrySet().stream()
                .allMatch(table -> tables.has(table.getKey(), table.getValue().snapshot()));
        return isThere
                ? failure
                : new Removed(new LeatException(
                        ErrorCode.IO,
                        "The results of commit " + log.state().number()
                                + " were removed by later runs while they were read; try again",
                        failure));
    }

    private <T> T onceMore(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Removed first) {
            if (!log.lookAgain()) {
                throw first.failure;
            }
            try {
                return reading.get();
            } catch (Removed second) {
                throw second.failure;
            }
        }
    }
}
