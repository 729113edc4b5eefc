package dev.leat.duckdb;

import dev.leat.duckdb.DuckDbRelations.MalformedRecords;
import dev.leat.duckdb.DuckDbRelations.ReadTerms;
import dev.leat.duckdb.bridge.JavaFunctions;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.PlanRenderer;
import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.render.RenderSettings;
import dev.leat.duckdb.store.Checkpoints;
import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.store.MovementLog;
import dev.leat.duckdb.store.OldCommits;
import dev.leat.duckdb.store.ReadTotals;
import dev.leat.duckdb.store.SinkLog;
import dev.leat.duckdb.store.WatermarkLog;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.error.LeatException;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.Upkeep;
import dev.leat.json.SchemaJson;
import dev.leat.move.Movement;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.plan.ResultColumns;
import dev.leat.plan.text.RenderedSql;
import dev.leat.reading.ReadDelays;
import dev.leat.reading.ReadingEnd;
import dev.leat.sink.OutsideSinks;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Description;
import dev.leat.spi.Engine;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.QueryResult;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.SinkWriters;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.spi.StoredDataset;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The embedded engine: one process, one database file, one writer. */
public final class DuckDbEngine implements Engine {
    private final Database database;
    private final CommitLog log;
    private final MaintenanceLog maintenance;
    private final ReadTotals totals;
    private final OldCommits old;
    private final JavaFunctions<RenderedSql> functions;
    private final SourceReaders readers;
    private final QueryFailures failures;
    private final Clock clock;
    private final Clock waits;
    private final ReadDelays delays;
    private final FunctionTable table;
    private final OutsideSinks outside;
    private final Checkpoints checkpoints;
    private final Set<Path> lookedThrough = new HashSet<>();
    private Optional<PreparedPipeline> prepared = Optional.empty();
    private Movement movement;

    private DuckDbEngine(Database database, CommitLog log, Code code) throws SQLException {
        this.database = database;
        this.log = log;
        this.movement = new MovementLog(database).find();
        this.maintenance = new MaintenanceLog(database);
        this.totals = new ReadTotals(database, log);
        this.old = new OldCommits(database, log, totals);
        this.functions = new JavaFunctions<>(database.connection(), code.evaluators(), DuckDbTypes::sql);
        this.readers = code.readers();
        this.failures = new QueryFailures(functions);
        this.clock = code.clock();
        this.waits = code.waits();
        this.delays = new ReadDelays(waits);
        this.table = code.table();
        this.outside = new OutsideSinks(new OutsideOutbox(this), code.sinks(), waits);
        this.checkpoints = new Checkpoints(database, System::nanoTime);
    }

    /**
     * What the engine is given.
     *
     * @param evaluators Spark's code for expressions that do not run natively
     * @param readers Spark's code for files
     * @param sinks for sinks that are not folders of files
     * @param clock the time of day, which commits have
     * @param waits by which is measured how long something has been idle or is not tried again
     */
    public record Code(
            EvaluatorFactory evaluators,
            SourceReaders readers,
            SinkWriters sinks,
            Clock clock,
            Clock waits,
            FunctionTable table) {
        /** Code for engines whose sinks are folders of files, and that have one clock. */
        public Code(EvaluatorFactory evaluators, SourceReaders readers, Clock clock, FunctionTable table) {
            this(evaluators, readers, SinkWriters.NONE, clock, clock, table);
        }
    }

    /**
     * Opens the state, creating what is missing.
     *
     * @throws dev.leat.error.LeatException when another process holds it, when a newer version wrote it, or when it is damaged
     */
    public static DuckDbEngine open(EngineOptions options, Code code) {
        Database database = Database.open(options);
        try {
            return new DuckDbEngine(database, CommitLog.open(database), code);
        } catch (SQLException e) {
            database.close();
            throw DuckDbErrors.convert(e, "open the state");
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * The state begins anew here as one of its own, if it was moved away. Results stay for queries, with their errors and the record of commits,
     * until they are computed; nothing stays by which a run could go on from the copy, also if the refresh that is to follow never ends.
     */
    public void separate() {
        if (movement.stage() != Movement.Stage.MOVED) {
            return;
        }
        try {
            database.transaction(() -> {
                log.identifyAnew();
                new MovementLog(database).put(Movement.NONE);
                forgetInputs();
            });
            movement = Movement.NONE;
        } catch (SQLException e) {
            forget();
            throw DuckDbErrors.convert(e, "begin anew");
        }
    }

    /** What datasets and sinks were made from, within a transaction. */
    private void forgetInputs() throws SQLException {
        WatermarkLog watermarks = new WatermarkLog(database);
        for (String reader : maintenance.readers()) {
            if (maintenance.find(reader).isPresent()) {
                for (String state : maintenance.releaseAll(reader)) {
                    database.execute("DROP TABLE IF EXISTS " + TableNames.state(state));
                }
            }
            maintenance.remove(reader);
            watermarks.remove(reader);
        }
        maintenance.flush();
    }

    @Override
    public Commit begin(Pipeline pipeline, CommitTerms terms) {
        movement.requireHere();
        try {
            return DuckDbCommit.begin(this, pipeline, terms);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "begin a commit");
        }
    }

    @Override
    public QueryResult query(Pipeline pipeline, Plan plan) {
        DuckDbRelations relations = relations(pipeline);
        Plan prepared = new PlanPreparation(pipeline).prepareWhole(plan);
        return query(relations, pipeline.settings(), prepared).onClose(relations::release);
    }

    DuckDbResult query(Relations relations, Settings settings, Plan plan) {
        return new DuckDbResult(
                this,
                plan,
                evaluation -> render(relations, settings, evaluation).query(plan));
    }

    @Override
    public void exportParquet(Pipeline pipeline, Plan plan, Path file) {
        DuckDbRelations relations = relations(pipeline);
        Plan prepared = new PlanPreparation(pipeline).prepareWhole(plan);
        try {
            exportParquet(relations, pipeline.settings(), prepared, new ParquetFile(file, "snappy"));
        } finally {
            relations.release();
        }
    }

    /** Writes a file; the count of its rows. */
    long exportParquet(Relations relations, Settings settings, Plan plan, ParquetFile file) {
        String columns = ParquetColumns.select(plan.output());
        return attempts().run("write " + file.path(), evaluation -> {
            String select = render(relations, settings, evaluation).query(plan, columns);
            return database.update("COPY (" + select + ") TO "
                    + LiteralSql.string(file.path().toString()) + " (FORMAT parquet, COMPRESSION "
                    + LiteralSql.string(file.compression()) + ")");
        });
    }

    @Override
    public Description describe(Pipeline pipeline, Plan plan) {
        DescribedPrograms programs = new DescribedPrograms();
        DescribedRelations relations = new DescribedRelations(pipeline, readers, clock.instant());
        RenderSettings settings =
                new RenderSettings(table, programs, relations, pipeline.settings(), Evaluation.NATIVE);
        Plan prepared = new PlanPreparation(pipeline).prepare(plan);
        String sql = new PlanRenderer(settings).query(KeyReduction.apply(prepared));
        return new Description(
                sql,
                programs.texts(),
                relations.readers(),
                Upkeep.of(prepared, prepared(pipeline).queries()).lines());
    }

    @Override
    public Map<RelationName, LeatException> deliver(Pipeline pipeline) {
        Map<RelationName, LeatException> problems = outside.deliver(pipeline);
        try {
            // Results are where they belong: nothing waits for this.
            checkpoints.next();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "write the log of the state back");
        }
        return problems;
    }

    @Override
    public long undelivered(Pipeline pipeline) {
        return outside.undelivered(pipeline);
    }

    @Override
    public String inputs(Pipeline pipeline, CommitTerms terms) {
        StringBuilder text = new StringBuilder();
        ReadingEnd end = ReadingEnd.of(terms, prepared(pipeline), new StoredReading(maintenance), delays);
        for (Source source : pipeline.sources()) {
            text.append(inputs(source, end)).append('\n');
        }
        return text.toString();
    }

    /** One that cannot be looked at does not keep the others from being followed; who reads it tells why. */
    private String inputs(Source source, ReadingEnd end) {
        try {
            SourceScan scan = readers.open(source.definition().withSchema(source.schema()));
            return end.available(scan, source.name().key()).parts().toString();
        } catch (LeatException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public List<PlannedRefresh> plan(Pipeline pipeline) {
        try {
            return DuckDbCommit.plan(this, pipeline);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "plan a run");
        }
    }

    @Override
    public EngineStatus status(Pipeline pipeline) {
        try {
            return new StatusReader(this, readers).read(pipeline);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "read the status");
        }
    }

    @Override
    public void forEachRejected(Predicate<RejectedRecord> taker) {
        try {
            new ErrorLog(database).forEach(taker);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "read the records that were not accepted");
        }
    }

    @Override
    public List<StoredDataset> datasets() {
        try {
            return log.datasets().stream().map(StoredColumns::dataset).toList();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "list the datasets");
        }
    }

    PlanRenderer render(Relations relations, Settings settings, Evaluation evaluation) {
        if (evaluation == Evaluation.ORDERED) {
            relations.restart();
        }
        return new PlanRenderer(
                new RenderSettings(table, new JavaPrograms(functions), relations, settings, evaluation));
    }

    Database database() {
        return database;
    }

    /** What brings the rows of commits to sinks outside. */
    OutsideSinks outside() {
        return outside;
    }

    /** Whether a commit of this process has looked for files in a sink's folder of which the state knows nothing. */
    boolean hasLookedThrough(Path folder) {
        return lookedThrough.contains(folder);
    }

    /** Remembers that; what is in the folder from now on is written by this process. */
    void lookedThrough(Path folder) {
        lookedThrough.add(folder);
    }

    /** Forgets what was written by a transaction that was not committed. */
    void forget() {
        log.forget();
        maintenance.forget();
        lookedThrough.clear();
    }

    SinkLog sinkLog() {
        return new SinkLog(database);
    }

    CommitLog log() {
        return log;
    }

    ReadTotals totals() {
        return totals;
    }

    /** The part of the record that is summed up. */
    OldCommits oldCommits() {
        return old;
    }

    /** A pipeline is run again and again, mostly the same. */
    PreparedPipeline prepared(Pipeline pipeline) {
        PreparedPipeline found = prepared.filter(known -> known.pipeline().equals(pipeline))
                .orElseGet(() -> new PreparedPipeline(pipeline));
        prepared = Optional.of(found);
        return found;
    }

    MaintenanceLog maintenance() {
        return maintenance;
    }

    Attempts attempts() {
        return new Attempts(failures);
    }

    QueryFailures failures() {
        return failures;
    }

    /** The time of day. */
    Clock clock() {
        return clock;
    }

    /** When sources were last read on. */
    ReadDelays delays() {
        return delays;
    }

    /** By which waits are measured. */
    Clock waits() {
        return waits;
    }

    private DuckDbRelations relations(Pipeline pipeline) {
        ReadingEnd end = ReadingEnd.ofQuery();
        ReadTerms terms = new ReadTerms(clock.instant(), end, MalformedRecords.IGNORED);
        return new DuckDbRelations(pipeline, functions, readers, this::published, terms);
    }

    /** The relations of a commit. */
    DuckDbRelations relations(Pipeline pipeline, Function<Plan.Scan, Optional<String>> tables, ReadTerms terms) {
        return new DuckDbRelations(pipeline, functions, readers, tables, terms);
    }

    /** The rows of a published dataset; 0 for what is none. */
    long publishedRows(String key) {
        return find(key).map(CommitLog.DatasetRow::rows).orElse(0L);
    }

    private Optional<CommitLog.DatasetRow> find(String key) {
        try {
            return log.find(key);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "read the list of datasets");
        }
    }

    /**
     * The SQL name of the published table of a dataset.
     *
     * @throws LeatException PROJECT, if its results have other columns than are read, as its definition has now
     */
    Optional<String> published(Plan.Scan scan) {
        Optional<CommitLog.DatasetRow> row = find(scan.relation().key());
        row.ifPresent(stored -> ResultColumns.require(
                scan,
                SchemaJson.read(stored.columns()),
                (one, other) -> DuckDbTypes.sql(one).equals(DuckDbTypes.sql(other))));
        return row.map(stored -> TableNames.published(scan.relation()));
    }

    @Override
    public void close() {
        outside.close();
        database.close();
    }
}
