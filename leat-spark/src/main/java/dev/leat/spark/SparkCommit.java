package dev.leat.spark;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetKind;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.plan.RelationName;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.TableVersion;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.SourceProgress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A commit on a cluster. Each dataset is written when it is refreshed, by an Iceberg commit for each of its tables; then one file names the
 * snapshots of all. What was written and not named is taken back, by this process or by the next.
 */
final class SparkCommit implements Commit {
    private final SparkEngine engine;
    private final PreparedPipeline prepared;
    private final CommitContext context;
    private final SparkRefresh refresh;
    private final SinkWrites sinks;
    private boolean isPublished;

    private SparkCommit(SparkEngine engine, Pipeline pipeline, CommitTerms terms) {
        this.engine = engine;
        this.prepared = engine.prepared(pipeline);
        this.context = new CommitContext(engine, prepared, engine.end(terms, prepared));
        this.refresh = new SparkRefresh(context, terms.basis());
        this.sinks = new SinkWrites(engine, prepared, context, terms.basis());
    }

    static SparkCommit begin(SparkEngine engine, Pipeline pipeline, CommitTerms terms) {
        return new SparkCommit(engine, pipeline, terms);
    }

    /** What a run would do, without doing any of it. */
    static List<PlannedRefresh> plan(SparkEngine engine, Pipeline pipeline) {
        List<PlannedRefresh> planned = new ArrayList<>();
        try (SparkCommit commit = new SparkCommit(engine, pipeline, CommitTerms.DEFAULT)) {
            for (Dataset dataset : pipeline.datasets()) {
                if (!(dataset instanceof Dataset.TemporaryView)) {
                    planned.add(
                            planned(dataset.name(), () -> commit.refresh.plan(dataset, commit.prepared.find(dataset))));
                }
            }
            for (Sink sink : pipeline.sinks()) {
                planned.add(planned(sink.name(), () -> commit.sinks.plan(sink)));
            }
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

    @Override
    public long number() {
        return context.number();
    }

    @Override
    public RefreshResult refresh(Dataset dataset) {
        try {
            return engine.turns().taken(() -> refresh.refresh(dataset, prepared.find(dataset)));
        } catch (LeatException e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                // Spark goes on with the jobs of a thread that waits for them no more.
                engine.spark().sparkContext().cancelAllJobs();
            }
            throw e;
        }
    }

    @Override
    public RefreshResult write(Sink sink) {
        return sinks.write(sink);
    }

    @Override
    public void publish(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            outcome.result()
                    .ifPresent(result ->
                            result.reads().forEach((source, counts) -> requireConserved(outcome, source, counts)));
        }
        context.writeErrors();
        FaultPoint.TRANSACTION_WRITTEN.reach();
        Map<String, TableVersion> written = context.tables().written();
        Map<String, DatasetVersion> datasets = new TreeMap<>(context.datasets());
        datasets.putAll(removed());
        List<String> dropped = dropped(datasets);
        engine.log()
                .add(new CommitEntry(
                        context.number(),
                        context.micros(),
                        engine.log().writer(),
                        written,
                        dropped,
                        datasets,
                        context.positions(),
                        outcomes.stream().map(SparkCommit::entry).toList(),
                        "",
                        0,
                        List.of(),
                        context.times(),
                        sinks.changes()));
        isPublished = true;
        context.inputs().progress().forEach((source, progress) -> {
            if (progress.taken() > 0) {
                engine.delays().read(source);
            }
        });
        FaultPoint.TRANSACTION_COMMITTED.reach();
        engine.failures().within("remove what no commit names any more", () -> {
            dropped.forEach(engine.tables()::drop);
            // A table that has changed since is written anew, and its old snapshots expire, before it has many.
            written.forEach((table, version) -> {
                if (version.changes() == 0 && !dropped.contains(table)) {
                    engine.tables().expireMany(table);
                }
            });
            return true;
        });
    }

    private void takeBack() {
        try {
            context.tables().takeBack();
        } finally {
            sinks.discard();
        }
    }

    /** Records that are read are accounted for, each once, or nothing is committed. */
    private static void requireConserved(Outcome outcome, String source, ReadCounts counts) {
        if (!counts.isConserved()) {
            throw new LeatException(
                    ErrorCode.INTERNAL,
                    "The records that " + outcome.name() + " has read of " + source + " are not accounted for: "
                            + counts);
        }
    }

    /** The views that the project does not have any more; a stream, should it come back, goes on where it was. */
    private Map<String, DatasetVersion> removed() {
        Map<String, DatasetVersion> removed = new TreeMap<>(engine.state().datasets());
        prepared.pipeline()
                .datasets()
                .forEach(dataset -> removed.remove(dataset.name().key()));
        removed.values()
                .removeIf(
                        version -> version.states().isEmpty() || !version.kind().equals(DatasetKind.MATERIALIZED_VIEW));
        removed.replaceAll((key, version) -> version.withoutStates());
        return removed;
    }

    /** The states that no dataset has any more. */
    private List<String> dropped(Map<String, DatasetVersion> changed) {
        Map<String, DatasetVersion> after = new TreeMap<>(engine.state().datasets());
        after.putAll(changed);
        Set<String> used = new HashSet<>();
        after.values().forEach(version -> version.states().forEach(state -> used.add(TableNames.state(state))));
        return engine.state().tables().keySet().stream()
                .filter(table -> table.startsWith(TableNames.STATES + "/") && !used.contains(table))
                .toList();
    }

    private static CommitEntry.OutcomeEntry entry(Outcome outcome) {
        Map<String, CommitEntry.ReadEntry> reads = new TreeMap<>();
        outcome.result()
                .map(RefreshResult::reads)
                .orElse(Map.of())
                .forEach((source, counts) -> reads.put(
                        source,
                        new CommitEntry.ReadEntry(
                                counts.read(),
                                counts.accepted(),
                                counts.malformed(),
                                counts.late(),
                                counts.rejected())));
        return new CommitEntry.OutcomeEntry(
                outcome.name().toString(),
                outcome.status().name(),
                outcome.result().map(result -> result.extent().name()).orElse(""),
                outcome.result().map(RefreshResult::rowsIn).orElse(-1L),
                outcome.result().map(RefreshResult::rowsOut).orElse(-1L),
                outcome.duration().toNanos() / 1000,
                outcome.problems().stream()
                        .findFirst()
                        .map(Diagnostic::toString)
                        .orElse(""),
                reads);
    }

    @Override
    public Map<String, SourceProgress> progress() {
        return context.inputs().progress();
    }

    @Override
    public void close() {
        context.close();
        try {
            if (!isPublished) {
                takeBack();
            }
        } finally {
            engine.removeStaged(context.number());
        }
    }
}
