package dev.leat.spark;

import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.ReadTimes;
import dev.leat.pipeline.IdleTimeout;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.reading.ReadingEnd;
import dev.leat.spark.read.SparkSource;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.TableVersion;
import dev.leat.spi.Position;
import dev.leat.type.EpochMicros;
import dev.leat.type.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** What the refreshes of one commit share: what they read, write and record. */
final class CommitContext implements AutoCloseable {
    private static final String MALFORMED = "malformed";
    private static final String LATE = "late";

    private final SparkSession spark;
    private final long number;
    private final Instant time;
    private final SparkFailures failures;
    private final Turns turns;
    private final CommitInputs inputs;
    private final CommitTables tables;
    private final SparkTables writer;
    private final PlanRows plans;
    private final SparkEngine.Limits limits;
    private final Staging staging;
    private final Views views;
    private final Map<String, DatasetVersion> datasets = new TreeMap<>();
    private final Map<String, Map<String, Map<String, Position>>> positions = new TreeMap<>();
    private final Map<String, Map<Integer, ReadTimes>> times = new TreeMap<>();
    private final Map<String, List<org.apache.spark.sql.Dataset<Row>>> rejected = new TreeMap<>();
    private final Map<String, List<org.apache.spark.sql.Dataset<Row>>> takenBack = new TreeMap<>();
    private final Pipeline pipeline;
    private final Instant waits;

    /**
     * What a commit starts with.
     *
     * @param end how far the parts of sources are read
     */
    CommitContext(SparkEngine engine, PreparedPipeline prepared, ReadingEnd end) {
        this.spark = engine.spark();
        this.pipeline = prepared.pipeline();
        this.waits = engine.waits().instant();
        this.number = engine.state().number() + 1;
        this.time = engine.log().nextTime();
        this.failures = engine.failures();
        this.turns = engine.turns();
        this.inputs = new CommitInputs(engine.sources(), engine.state(), prepared, end);
        this.tables = new CommitTables(engine.tables(), engine.log());
        this.writer = engine.writer();
        this.plans = new PlanRows(spark, engine.failures(), engine.turns(), time);
        this.limits = engine.limits();
        this.staging = stagingIn(engine.stagingFolder(number));
        this.views = new Views(spark);
    }

    long number() {
        return number;
    }

    /** The time of the commit, in microseconds since 1970. */
    long micros() {
        return EpochMicros.of(time);
    }

    /** The time of the commit by the clock that waits are measured by. */
    Instant waits() {
        return waits;
    }

    /** After which time without rows a part of what is read as one stream is idle; empty where it never is. */
    Optional<Duration> idleAfter(List<RelationName> relations) {
        return IdleTimeout.of(relations, pipeline);
    }

    SparkSession spark() {
        return spark;
    }

    SparkFailures failures() {
        return failures;
    }

    CommitInputs inputs() {
        return inputs;
    }

    CommitTables tables() {
        return tables;
    }

    SparkTables writer() {
        return writer;
    }

    PlanRows plans() {
        return plans;
    }

    Staging staging() {
        return staging;
    }

    /** Staging whose rows that are many stay in a folder after the commit. */
    Staging stagingIn(String folder) {
        return new Staging(spark, turns, folder, limits);
    }

    Views views() {
        return views;
    }

    /** No rows of no columns. */
    org.apache.spark.sql.Dataset<Row> none() {
        return spark.createDataFrame(List.of(), new StructType());
    }

    /** No rows. */
    org.apache.spark.sql.Dataset<Row> empty(List<Field> columns) {
        return spark.createDataFrame(List.of(), SparkTypes.struct(columns));
    }

    /** Notes what a dataset has become, and how far it has read its sources. */
    void record(String key, DatasetVersion version, Map<String, Map<String, Position>> sources) {
        datasets.put(key, version);
        recordRead(key, sources);
    }

    /** Notes how far a dataset or flow has read its sources. */
    void recordRead(String key, Map<String, Map<String, Position>> sources) {
        Map<String, Map<String, Position>> read = new TreeMap<>();
        sources.forEach((source, files) -> {
            Map<String, Position> numbered = new TreeMap<>();
            files.forEach(
                    (file, position) -> numbered.put(file, position.commit() == 0 ? position.in(number) : position));
            read.put(source, numbered);
        });
        if (!read.isEmpty()) {
            positions.put(key, read);
        }
    }

    /** Notes how far the event times of a dataset's reads have come. */
    void record(String key, Map<Integer, ReadTimes> reads) {
        times.put(key, reads);
    }

    /** Forgets what was noted of a dataset that has failed. */
    void forget(String key) {
        datasets.remove(key);
        positions.remove(key);
        times.remove(key);
        rejected.remove(key);
        takenBack.remove(key);
    }

    /** Keeps the content of malformed records that a dataset has read, in one column. */
    void malformed(String dataset, String source, org.apache.spark.sql.Dataset<Row> content) {
        reject(dataset, errors(number, dataset, source, MALFORMED, content));
    }

    /** Keeps rows that came too late for a dataset, as JSON in one column. */
    void late(String dataset, String source, org.apache.spark.sql.Dataset<Row> content) {
        reject(
                dataset,
                errors(number, dataset, source, LATE, content.withColumn(SparkSource.MISSING, functions.lit(0))));
    }

    private void reject(String dataset, org.apache.spark.sql.Dataset<Row> errors) {
        rejected.computeIfAbsent(dataset, unseen -> new ArrayList<>()).add(errors);
    }

    /** Takes back the content of malformed records that a dataset read in an earlier commit, and reads again. */
    void takeBack(String dataset, String source, long commit, org.apache.spark.sql.Dataset<Row> content) {
        takenBack
                .computeIfAbsent(dataset, unseen -> new ArrayList<>())
                .add(errors(commit, dataset, source, MALFORMED, content));
    }

    /** Takes back all that a dataset or flow, which is computed anew, did not accept in earlier commits. */
    void forgetErrors(String dataset) {
        Optional<TableVersion> before = tables.before(TableNames.ERRORS);
        if (before.isPresent() && inputs.hasRead(dataset)) {
            takenBack.put(
                    dataset,
                    new ArrayList<>(List.of(spark.sql("SELECT *, 0 AS " + SparkSource.MISSING + " FROM "
                                    + TableNames.sql(TableNames.ERRORS) + " VERSION AS OF "
                                    + before.get().snapshot())
                            .filter(functions.col("reader").equalTo(dataset)))));
        }
    }

    private static org.apache.spark.sql.Dataset<Row> errors(
            long commit, String dataset, String source, String reason, org.apache.spark.sql.Dataset<Row> content) {
        return content.select(
                functions.lit(commit).as("commit"),
                functions.lit(dataset).as("reader"),
                functions.lit(source).as("source"),
                functions.lit(reason).as("reason"),
                functions.col(SparkSource.CONTENT),
                functions.col(SparkSource.MISSING));
    }

    /** Writes the records that were not accepted. */
    void writeErrors() {
        Optional<Staged> inserted = errors(rejected);
        Optional<Staged> deleted = errors(takenBack);
        if (inserted.isEmpty() && deleted.isEmpty()) {
            return;
        }
        Optional<TableVersion> before = tables.before(TableNames.ERRORS);
        TableChange change = new TableChange(inserted, deleted);
        tables.write(
                TableNames.ERRORS,
                () -> before.isPresent()
                        ? writer.change(TableNames.ERRORS, before.get(), change, views)
                        : writer.write(TableNames.ERRORS, inserted.orElseThrow().rows(), List.of()));
    }

    private Optional<Staged> errors(Map<String, List<org.apache.spark.sql.Dataset<Row>>> records) {
        Optional<org.apache.spark.sql.Dataset<Row>> rows =
                records.values().stream().flatMap(List::stream).reduce(org.apache.spark.sql.Dataset::union);
        return rows.map(all -> staging.stage(all, "keep the records that were not accepted"))
                .map(parsed -> parsed.first(parsed.rows().columns().length - 1))
                .filter(parsed -> parsed.count() > 0);
    }

    /** What the datasets of the commit have become, by key. */
    Map<String, DatasetVersion> datasets() {
        return datasets;
    }

    /** How far they have read their sources. */
    Map<String, Map<String, Map<String, Position>>> positions() {
        return positions;
    }

    /** How far the event times of their reads have come, by key and the index of the watermark. */
    Map<String, Map<Integer, ReadTimes>> times() {
        return times;
    }

    /** The rows of the tables that a plan reads, or of their changes, each table once. */
    long rowsOfDatasets(Plan plan, boolean changes) {
        Set<String> keys = new LinkedHashSet<>();
        long rows = 0;
        for (Plan node : Plans.nodes(plan)) {
            boolean isNew = node instanceof Plan.Scan scan
                    && inputs.source(scan.relation()).isEmpty()
                    && keys.add(scan.relation().key());
            if (isNew) {
                Plan.Scan scan = (Plan.Scan) node;
                Optional<Computed> computed = inputs.computed(scan.relation().key());
                rows += changes
                        ? computed.flatMap(Computed::change)
                                .map(TableChange::size)
                                .orElse(0L)
                        : tables.now(TableNames.dataset(scan.relation()))
                                .map(TableVersion::rows)
                                .orElse(0L);
            }
        }
        return rows;
    }

    @Override
    public void close() {
        views.close();
    }
}
