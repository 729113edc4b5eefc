package dev.leat.duckdb;

import dev.leat.duckdb.DuckDbRelations.MalformedRecords;
import dev.leat.duckdb.DuckDbRelations.ReadTerms;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.Database.InsertionOrder;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.reading.ReadingEnd;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.ExpectationCounts;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.Outcome;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.spi.SourceProgress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A commit of the embedded engine. Results are computed into staged tables, each by a statement of its own; then one
 * transaction renames them over the published ones and adds the run record. What a killed process leaves staged is
 * dropped when the next commit begins. A commit has one time, that at which it began, or that of the last if that is later.
 */
final class DuckDbCommit implements Commit {
    private final DuckDbEngine engine;
    private final long number;
    private final Instant time;
    private final DuckDbRelations relations;
    private final ErrorLog errors;
    private final PreparedPipeline prepared;
    private final Map<String, Computed> computed = new LinkedHashMap<>();
    private final TemporaryTables temporary = new TemporaryTables();
    private final DatasetRefresh datasets;
    private final SinkRefresh sinks;
    private boolean isPublished;

    private DuckDbCommit(DuckDbEngine engine, Pipeline pipeline, CommitTerms terms) throws SQLException {
        this.engine = engine;
        CommitStamp stamp = engine.log().next(engine.clock().instant());
        this.number = stamp.number();
        this.time = stamp.published();
        this.prepared = engine.prepared(pipeline);
        this.errors = new ErrorLog(engine.database());
        this.relations = engine.relations(
                pipeline,
                this::table,
                new ReadTerms(
                        time,
                        ReadingEnd.of(terms, prepared, new StoredReading(engine.maintenance()), engine.delays()),
                        records(errors)));
        this.datasets = new DatasetRefresh(engine, pipeline, terms.basis(), relations, computed, temporary);
        this.sinks = new SinkRefresh(engine, pipeline, terms.basis(), relations, computed, temporary, number);
    }

    private static MalformedRecords records(ErrorLog errors) {
        return new MalformedRecords() {
            @Override
            public void add(String source, MalformedRecord record) {
                errors.stage(source, record);
            }

            @Override
            public Optional<Integer> take() {
                return errors.take();
            }
        };
    }

    static DuckDbCommit begin(DuckDbEngine engine, Pipeline pipeline, CommitTerms terms) throws SQLException {
        new SinkDelivery(engine.sinkLog()).deliver();
        dropStaged(engine);
        engine.database().setInsertionOrder(InsertionOrder.ANY);
        return new DuckDbCommit(engine, pipeline, terms);
    }

    /** What a run would do, without doing any of it. */
    static List<PlannedRefresh> plan(DuckDbEngine engine, Pipeline pipeline) throws SQLException {
        DuckDbCommit commit = new DuckDbCommit(engine, pipeline, CommitTerms.DEFAULT);
        List<PlannedRefresh> planned = new ArrayList<>();
        for (Dataset dataset : pipeline.datasets()) {
            if (!(dataset instanceof Dataset.TemporaryView)) {
                planned.add(
                        planned(dataset.name(), () -> commit.datasets.plan(dataset, commit.prepared.find(dataset))));
            }
        }
        for (Sink sink : pipeline.sinks()) {
            planned.add(planned(sink.name(), () -> commit.sinks.plan(sink)));
        }
        return planned;
    }

    private static PlannedRefresh planned(RelationName name, Supplier<PlannedRefresh> plan) {
        try {
            return plan.get();
        } catch (LeatException e) {
            if (e.code() == ErrorCode.INTERNAL) {
                throw e;
            }
            return PlannedRefresh.failing(name, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static void dropStaged(DuckDbEngine engine) throws SQLException {
        List<String> leftover = new ArrayList<>();
        try (Statement statement = engine.database().connection().createStatement();
                ResultSet tables = statement.executeQuery("SELECT schema_name, table_name FROM duckdb_tables()")) {
            while (tables.next()) {
                if (TableNames.isStaged(tables.getString(2))) {
                    leftover.add(LiteralSql.identifier(tables.getString(1)) + "."
                            + LiteralSql.identifier(tables.getString(2)));
                }
            }
        }
        for (String table : leftover) {
            engine.database().execute("DROP TABLE " + table);
        }
    }

    private Optional<String> table(Plan.Scan scan) {
        RelationName name = scan.relation();
        Optional<Computed> result = Optional.ofNullable(computed.get(name.key()));
        if (result.filter(found -> found.extent() == Extent.WHOLE).isPresent()) {
            return Optional.of(TableNames.staged(name));
        }
        return result.isPresent() ? result.map(TableChanges::applied) : engine.published(scan);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public RefreshResult refresh(Dataset dataset) {
        return datasets.refresh(dataset, prepared.find(dataset));
    }

    @Override
    public RefreshResult write(Sink sink) {
        return sinks.write(sink);
    }

    @Override
    public Map<String, SourceProgress> progress() {
        return relations.progress();
    }

    @Override
    public void publish(List<Outcome> outcomes) {
        try {
            engine.database().transaction(() -> publishAll(outcomes));
            isPublished = true;
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "publish commit " + number);
        } finally {
            if (!isPublished) {
                engine.forget();
            }
        }
        relations.progress().forEach((source, progress) -> {
            if (progress.taken() > 0) {
                engine.delays().read(source);
            }
        });
        dropTemporary();
        computed.clear();
        new SinkDelivery(engine.sinkLog()).deliver();
        sumUpOldCommits();
    }

    private void sumUpOldCommits() {
        try {
            engine.oldCommits().sumUp();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "sum up old commits");
        }
    }

    private void publishAll(List<Outcome> outcomes) throws SQLException {
        DatasetPublication publication = new DatasetPublication(engine, errors, number, time);
        for (Computed result : computed.values()) {
            publication.publish(result);
        }
        publication.finish();
        engine.log().addCommit(number, time);
        sinks.publish(new InputPublication(engine.maintenance(), errors, number));
        engine.log().add(outcomes.stream().map(this::row).toList());
        for (Outcome outcome : outcomes) {
            addCounts(outcome);
        }
        engine.log().flush();
        engine.maintenance().flush();
    }

    private void dropTemporary() {
        try {
            for (String table : temporary.take()) {
                engine.database().execute("DROP TABLE IF EXISTS " + table);
            }
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "drop temporary tables");
        }
    }

    private CommitLog.OutcomeRow row(Outcome outcome) {
        return new CommitLog.OutcomeRow(
                number,
                outcome.name().toString(),
                outcome.status().name(),
                outcome.result().map(RefreshResult::rowsIn).orElse(-1L),
                outcome.result().map(RefreshResult::rowsOut).orElse(-1L),
                outcome.duration().toNanos() / 1000,
                outcome.problems().stream()
                        .findFirst()
                        .map(Diagnostic::toString)
                        .orElse(""),
                outcome.result().map(result -> result.extent().name()).orElse(""));
    }

    private void addCounts(Outcome outcome) throws SQLException {
        String name = outcome.name().toString();
        if (outcome.result().isPresent()) {
            for (Map.Entry<String, ReadCounts> counts :
                    outcome.result().get().reads().entrySet()) {
                engine.log().addCounts(number, name, counts.getKey(), counts.getValue());
            }
            for (ExpectationCounts counts : outcome.result().get().expectations()) {
                engine.log()
                        .add(new CommitLog.ExpectationRow(
                                number,
                                name,
                                counts.name(),
                                counts.action().name(),
                                counts.passed(),
                                counts.violated()));
            }
        }
    }

    @Override
    public void close() {
        relations.release();
        try (errors) {
            engine.database().setInsertionOrder(InsertionOrder.KEPT);
            dropTemporary();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "end a commit");
        }
        try {
            dropStaged(engine);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "drop what was not published");
        }
        new SinkDelivery(engine.sinkLog()).discard();
    }
}
