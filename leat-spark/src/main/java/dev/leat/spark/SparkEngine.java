package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.Upkeep;
import dev.leat.move.Movement;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.pipeline.Source;
import dev.leat.plan.ParquetSupport;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.reading.ReadDelays;
import dev.leat.reading.ReadingEnd;
import dev.leat.spark.read.SparkSources;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.IcebergTables;
import dev.leat.spark.store.Outbox;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.Warehouse;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Description;
import dev.leat.spi.Engine;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.QueryResult;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.SinkWriters;
import dev.leat.spi.StoredDataset;
import dev.leat.type.EpochMicros;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The cluster engine: the driver of a Spark application, the only writer of a warehouse. */
public final class SparkEngine implements Engine {
    private static final String STAGING = "leat_staging";
    private static final String PARQUET_TIMESTAMP = "spark.sql.parquet.outputTimestampType";

    /** How many datasets of a commit are refreshed side by side. */
    private static final String AT_ONCE = "spark.leat.refreshesAtOnce";

    private static final int AT_ONCE_USUAL = 4;

    /** Changes of a table after which it is written anew, so that reading it stays cheap. */
    private static final int CHANGES_MAX = 16;

    private final SparkSession spark;
    private final Warehouse warehouse;
    private final CommitLog log;
    private final IcebergTables tables;
    private final SparkFailures failures = new SparkFailures();
    private final Turns turns = new Turns(failures);
    private final SparkTables writer;
    private final SparkSources sources;
    private final ReadDelays delays;
    private final Clock waits;
    private final Limits limits;
    private final SinkDeliveries deliveries;
    private final ResultReader reader;
    private Optional<PreparedPipeline> prepared = Optional.empty();

    private SparkEngine(
            SparkSession spark,
            Warehouse warehouse,
            CommitLog log,
            IcebergTables tables,
            Options options,
            SinkWriters sinks) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.log = log;
        this.tables = tables;
        this.limits = options.limits();
        this.sources = new SparkSources(spark);
        this.delays = new ReadDelays(options.clock());
        this.waits = options.waits();
        this.writer = new SparkTables(spark, tables, turns, limits.driverRows());
        this.deliveries = new SinkDeliveries(
                spark, log, new Outbox(warehouse, configuration()), failures, sinks, options.waits());
        this.reader = new ResultReader(session(spark, warehouse), log, tables, options.clock());
    }

    /**
     * How an engine is opened.
     *
     * @param warehouse where results and state are
     * @param writer a name that no other writer has, ever
     * @param rest how long another writer has to show no sign of life to be taken for dead
     * @param waits by which times without rows are measured
     * @param limits what is few, and what is large
     */
    public record Options(String warehouse, String writer, Clock clock, Duration rest, Clock waits, Limits limits) {

        /** With the usual limits. */
        public Options(String warehouse, String writer, Clock clock, Duration rest) {
            this(warehouse, writer, clock, rest, clock, Limits.DEFAULT);
        }

        /** Waits by the time of day. */
        public Options(String warehouse, String writer, Clock clock, Duration rest, Limits limits) {
            this(warehouse, writer, clock, rest, clock, limits);
        }

        /** The same with another clock for waits. */
        public Options withWaits(Clock other) {
            return new Options(warehouse, writer, clock, rest, other, limits);
        }
    }

    /**
     * What is few, and what is large.
     *
     * @param driverRows so many rows of a change, or of a small result, are kept by the driver, and travel with the jobs that read them
     * @param keyedBytes in a relation of so many bytes the keys of few rows are looked for, so that not all of it is read
     */
    public record Limits(int driverRows, double keyedBytes) {
        /** What a driver keeps with little memory, and what is read in no time. */
        public static final Limits DEFAULT = new Limits(10_000, 4e6);
    }

    /**
     * Becomes the writer of a warehouse, and takes back what another has left there that is not committed.
     *
     * @param session Spark's; the engine has one of its own beside it
     * @throws LeatException STATE_LOCKED while another writer lives
     */
    public static SparkEngine open(SparkSession session, Options options) {
        return open(session, options, SinkWriters.NONE);
    }

    /**
     * The same for a pipeline that has sinks outside.
     *
     * @param sinks writers for sinks that are not folders of files
     * @throws LeatException STATE_LOCKED while another writer lives
     */
    public static SparkEngine open(SparkSession session, Options options, SinkWriters sinks) {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        Warehouse warehouse = Warehouse.open(options.warehouse(), configuration);
        SparkSession spark = session(session, warehouse);
        CommitLog log = CommitLog.open(warehouse, options.writer(), options.clock(), options.rest());
        FaultPoint.WAREHOUSE_TAKEN.reach();
        try {
            IcebergTables tables = IcebergTables.of(warehouse, configuration);
            CommitTables.recover(tables, log);
            warehouse.removeFolder(STAGING);
            new Outbox(warehouse, configuration).recover(log.state().sinks());
            return new SparkEngine(spark, warehouse, log, tables, options, sinks);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Looks at a warehouse as its last commit has left it, and changes nothing there. Another may be its writer meanwhile, to whom nothing is
     * told. Refuses to make commits.
     *
     * @param session Spark's; the engine has one of its own beside it
     */
    public static SparkEngine openToRead(SparkSession session, Options options) {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        Warehouse warehouse = Warehouse.open(options.warehouse(), configuration);
        return new SparkEngine(
                session(session, warehouse),
                warehouse,
                CommitLog.openToRead(warehouse, options.clock()),
                IcebergTables.of(warehouse, configuration),
                options,
                SinkWriters.NONE);
    }

    /** Whether there was ever a commit. */
    public boolean hasState() {
        return log.state().number() > 0;
    }

    /** A session of its own, with the warehouse as its catalog. */
    static SparkSession session(SparkSession other, Warehouse warehouse) {
        SparkSession spark = other.newSession();
        String catalog = "spark.sql.catalog." + TableNames.CATALOG;
        spark.conf().set(catalog, "org.apache.iceberg.spark.SparkCatalog");
        spark.conf().set(catalog + ".type", "hadoop");
        spark.conf().set(catalog + ".warehouse", warehouse.location());
        spark.conf().set(catalog + ".cache-enabled", "false");
        if (!spark.conf().contains(PARQUET_TIMESTAMP)) {
            // Spark's default is a type that other readers have given up.
            spark.conf().set(PARQUET_TIMESTAMP, "TIMESTAMP_MICROS");
        }
        return spark;
    }

    /**
     * The state begins anew here as one of its own, if it was moved away. Nothing stays by which a run could go on from the copy, also if the
     * refresh that is to follow never ends.
     */
    public void separate() {
        WarehouseState state = log.state();
        if (state.movement().stage() == Movement.Stage.MOVED) {
            log.add(CommitEntry.ofNewState(state.number() + 1, EpochMicros.of(log.nextTime()), log.writer()));
            FaultPoint.TRANSACTION_COMMITTED.reach();
            failures.within("remove what was moved away", () -> {
                state.tables().keySet().forEach(tables::drop);
                return true;
            });
        }
    }

    /**
     * As many as there are cores, up to some: a step of a small change is one task. {@link #AT_ONCE} says another number.
     *
     * @throws LeatException OPTION if what it says is no such number
     */
    @Override
    public int refreshesAtOnce() {
        int usual = failures.within(
                "count the cores of the cluster",
                () -> Math.min(AT_ONCE_USUAL, spark.sparkContext().defaultParallelism()));
        String given = spark.conf().get(AT_ONCE, Integer.toString(usual)).strip();
        if (!given.matches("[1-9][0-9]?")) {
            throw new LeatException(
                    ErrorCode.OPTION,
                    "The setting " + AT_ONCE + "=" + given
                            + " says how many datasets are refreshed at once: expected a number"
                            + " from 1 to 99, or no such setting");
        }
        return Integer.parseInt(given);
    }

    @Override
    public Commit begin(Pipeline pipeline, CommitTerms terms) {
        log.state().movement().requireHere();
        SessionSettings.apply(spark, pipeline.settings());
        return SparkCommit.begin(this, pipeline, terms);
    }

    @Override
    public Map<RelationName, LeatException> deliver(Pipeline pipeline) {
        SessionSettings.apply(spark, pipeline.settings());
        Map<RelationName, LeatException> problems = deliveries.deliver(pipeline);
        compact(pipeline);
        return problems;
    }

    /** Writes tables anew that have changed often, which is a commit of its own. */
    private void compact(Pipeline pipeline) {
        Map<String, TableVersion> due = new TreeMap<>(log.state().tables());
        due.values().removeIf(version -> version.changes() < CHANGES_MAX);
        if (!due.isEmpty()) {
            Map<String, String> needed = ClosedStates.needed(prepared(pipeline), log.state());
            Map<String, TableVersion> compacted = new TreeMap<>();
            due.forEach((table, version) -> {
                boolean isLog = table.startsWith(TableNames.STATES + "/");
                compacted.put(
                        table,
                        isLog
                                ? writer.sumUp(table, version, Optional.ofNullable(needed.get(table)))
                                : writer.compact(table, version));
            });
            log.add(CommitEntry.ofTables(
                    log.state().number() + 1, EpochMicros.of(log.nextTime()), log.writer(), compacted));
            FaultPoint.TRANSACTION_COMMITTED.reach();
            compacted.keySet().forEach(tables::expire);
        }
    }

    @Override
    public long undelivered(Pipeline pipeline) {
        return deliveries.undelivered(pipeline);
    }

    @Override
    public String inputs(Pipeline pipeline, CommitTerms terms) {
        StringBuilder text = new StringBuilder();
        ReadingEnd end = end(terms, prepared(pipeline));
        for (Source source : pipeline.sources()) {
            text.append(inputs(source, end)).append('\n');
        }
        return text.toString();
    }

    /** One that cannot be looked at does not keep the others from being followed; who reads it tells why. */
    private String inputs(Source source, ReadingEnd end) {
        try {
            return sources.open(source).ends(end);
        } catch (LeatException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public List<PlannedRefresh> plan(Pipeline pipeline) {
        SessionSettings.apply(spark, pipeline.settings());
        return SparkCommit.plan(this, pipeline);
    }

    @Override
    public EngineStatus status(Pipeline pipeline) {
        SessionSettings.apply(spark, pipeline.settings());
        WarehouseState state = log.state();
        List<CommitEntry> entries = CommitLog.entries(warehouse, state.arrived()).stream()
                .filter(entry -> entry.number() <= state.number())
                .toList();
        CommitRecords records =
                failures.within("read what is known of earlier commits", () -> CommitRecords.of(spark, state, entries));
        return new WarehouseStatus(state, records, sources)
                .find(pipeline, warehouse.bytes(), deliveries.status(pipeline));
    }

    @Override
    public QueryResult query(Pipeline pipeline, Plan plan) {
        return reader.query(pipeline, plan);
    }

    @Override
    public void exportParquet(Pipeline pipeline, Plan plan, Path file) {
        ParquetSupport.require(plan.output());
        try (QueryResult result = reader.query(pipeline, plan)) {
            ParquetExport.write(result, file);
        }
    }

    @Override
    public List<StoredDataset> datasets() {
        return new StoredRelations(log.state()).datasets();
    }

    @Override
    public void forEachRejected(Predicate<RejectedRecord> taker) {
        reader.forEachRejected(taker);
    }

    @Override
    public Description describe(Pipeline pipeline, Plan plan) {
        Plan whole = new PlanPreparation(pipeline).prepare(plan);
        return new Description(
                SparkSqlRenderer.query(whole, RelationName::toString).text(),
                List.of(),
                List.of(),
                Upkeep.of(whole, prepared(pipeline).queries()).lines());
    }

    /** A pipeline is run again and again, mostly the same. */
    PreparedPipeline prepared(Pipeline pipeline) {
        PreparedPipeline found = prepared.filter(known -> known.pipeline().equals(pipeline))
                .orElseGet(() -> new PreparedPipeline(pipeline));
        prepared = Optional.of(found);
        return found;
    }

    /** The session that the engine works in. */
    public SparkSession spark() {
        return spark;
    }

    /** The name of a dataset's table in that session's SQL. */
    public static String table(RelationName dataset) {
        return TableNames.sql(TableNames.dataset(dataset));
    }

    WarehouseState state() {
        return log.state();
    }

    CommitLog log() {
        return log;
    }

    IcebergTables tables() {
        return tables;
    }

    SparkTables writer() {
        return writer;
    }

    /** The turns that refreshes take. */
    Turns turns() {
        return turns;
    }

    SparkFailures failures() {
        return failures;
    }

    SparkSources sources() {
        return sources;
    }

    SinkDeliveries deliveries() {
        return deliveries;
    }

    Configuration configuration() {
        return spark.sparkContext().hadoopConfiguration();
    }

    ReadDelays delays() {
        return delays;
    }

    /** How far the parts of sources are read. */
    ReadingEnd end(CommitTerms terms, PreparedPipeline pipeline) {
        return ReadingEnd.of(terms, pipeline, log.state()::readers, delays);
    }

    /** The clock that waits are measured by. */
    Clock waits() {
        return waits;
    }

    Limits limits() {
        return limits;
    }

    String stagingFolder(long commit) {
        return warehouse.location() + "/" + STAGING + "/" + commit;
    }

    /** A plan of who only looks has staged nothing, and its number is that of the commit that a writer is making. */
    void removeStaged(long commit) {
        if (!log.isToRead()) {
            warehouse.removeFolder(STAGING + "/" + commit);
        }
    }

    @Override
    public void close() {
        try (log;
                sources;
                reader;
                deliveries) {
            tables.close();
        }
    }
}
