package dev.leat.duckdb;

import dev.leat.duckdb.DuckDbRelations.Reading;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.StagedChange;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.reading.SourceChange;
import dev.leat.sink.FolderSink;
import dev.leat.sink.PlannedSink;
import dev.leat.sink.SinkFlow;
import dev.leat.sink.SinkOutput;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes what the sinks get in a commit. A flow of a stream adds the rows that are new; one that does not read a stream replaces
 * what it has written, if anything it depends on has changed. Where rows that a stream has given are taken back, all of it is
 * replaced, too.
 */
final class SinkRefresh {
    private final DuckDbEngine engine;
    private final Pipeline pipeline;
    private final Basis basis;
    private final DuckDbRelations relations;
    private final Map<String, Computed> computed;
    private final TemporaryTables temporary;
    private final PreparedPipeline prepared;
    private final MaintenanceLog log;
    private final long commit;
    private final List<SinkTarget> targets = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();

    SinkRefresh(
            DuckDbEngine engine,
            Pipeline pipeline,
            Basis basis,
            DuckDbRelations relations,
            Map<String, Computed> computed,
            TemporaryTables temporary,
            long commit) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.basis = basis;
        this.relations = relations;
        this.computed = computed;
        this.temporary = temporary;
        this.prepared = engine.prepared(pipeline);
        this.log = engine.maintenance();
        this.commit = commit;
    }

    /** What a flow has written, to be published. */
    private record Written(Inputs inputs, String program, boolean isChanged) {}

    /** A flow at work. */
    private record Work(SinkFlow flow, Optional<MaintenanceLog.Row> before, InputChanges inputs) {
        Plan plan() {
            return flow.plan();
        }
    }

    RefreshResult write(Sink sink) {
        relations.take();
        try {
            SinkTarget target = FolderSink.is(sink)
                    ? new FolderTarget(engine, pipeline.settings(), commit, sink, basis)
                    : new OutsideTarget(engine, pipeline.settings(), commit, sink);
            List<SinkOutput> outputs = new ArrayList<>();
            List<Written> results = new ArrayList<>();
            for (SinkFlow flow : SinkFlow.of(sink, prepared)) {
                Work work = work(flow);
                SinkOutput output = write(work, target);
                Reading reading = output.extent() == Extent.NOTHING ? Reading.NOTHING : relations.take();
                outputs.add(new SinkOutput(output.extent(), output.rows(), output.rowsRead(), reading.counts()));
                results.add(written(work, output, reading.malformed()));
            }
            targets.add(target);
            written.addAll(results);
            return SinkOutput.result(outputs);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "write to the sink " + sink.name());
        }
    }

    /** What a run would do with a sink. */
    PlannedRefresh plan(Sink sink) {
        PlannedSink planned = new PlannedSink(sink);
        try {
            if (FolderSink.is(sink)) {
                FolderTarget.requireOwn(sink, engine.log().identity());
            }
            for (SinkFlow flow : SinkFlow.of(sink, prepared)) {
                Work work = work(flow);
                if (work.before().isEmpty()) {
                    planned.addNew(flow);
                } else {
                    InputChanges inputs = work.inputs();
                    planned.add(flow, new PlannedSink.Inputs(inputs.isWhole(), inputs.isNothing(), inputs.changed()));
                }
            }
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "plan what the sink " + sink.name() + " gets");
        }
        return planned.planned();
    }

    private Work work(SinkFlow flow) throws SQLException {
        Optional<MaintenanceLog.Row> before = flow.isAnew(basis)
                ? Optional.empty()
                : log.find(flow.key()).filter(row -> row.program().equals(flow.program()));
        InputChanges inputs = InputChanges.find(
                flow.plan(), relations, log, flow.key(), before.map(MaintenanceLog.Row::seen), flow.reader(), computed);
        return new Work(flow, before, inputs);
    }

    private SinkOutput write(Work work, SinkTarget target) throws SQLException {
        SinkFlow flow = work.flow();
        if (work.before().isPresent()) {
            if (!work.inputs().isWhole()) {
                if (work.inputs().isNothing() && target.has(flow)) {
                    target.keep(flow);
                    return SinkOutput.NOTHING;
                }
                if (flow.addsRows()) {
                    Optional<SinkOutput> added = add(work, target);
                    if (added.isPresent()) {
                        return added.get();
                    }
                }
            }
            target.requireReplaceable(flow, reason(work));
        }
        // What was read to find out that rows were taken away is read again.
        relations.take();
        long count = target.replace(flow, relations, KeyReduction.apply(work.plan()));
        relations.settle();
        return new SinkOutput(Extent.WHOLE, count, rowsOfDatasets(work.plan(), false), Map.of());
    }

    private static String reason(Work work) {
        return work.inputs().isWhole()
                ? work.inputs().reason()
                : "rows of what its flow reads (" + work.inputs().changed() + ") were taken back";
    }

    /** The rows that are new; empty if others are taken back. */
    private Optional<SinkOutput> add(Work work, SinkTarget target) throws SQLException {
        VersionedRelations versions = new VersionedRelations(
                relations,
                work.flow().key(),
                index -> {
                    throw new IllegalStateException("a flow of a sink stores no rows of operators");
                },
                work.inputs().sources(),
                computed);
        ChangeStaging staging = new ChangeStaging(
                engine,
                pipeline.settings(),
                versions,
                new KnownInputs(
                        work.inputs(), relations, true, key -> RowsOfDatasets.rows(key, false, computed, engine)),
                ChangeStaging.Watermarks.NONE,
                ChangeStaging.Derived.NONE,
                temporary);
        StagedChange change = ChangeDerivation.deriveOfStream(work.flow().maintained(), staging)
                .result();
        if (change.deleted().isPresent()) {
            return Optional.empty();
        }
        long read = rowsOfDatasets(work.plan(), true);
        if (change.inserted().isEmpty()) {
            target.keep(work.flow());
            return Optional.of(new SinkOutput(Extent.CHANGE, 0, read, Map.of()));
        }
        Plan rows = Stored.scan(change.inserted().get(), work.plan().output());
        return Optional.of(new SinkOutput(Extent.CHANGE, target.add(work.flow(), versions, rows), read, Map.of()));
    }

    private long rowsOfDatasets(Plan plan, boolean changes) {
        return RowsOfDatasets.count(plan, changes, computed, engine);
    }

    private Written written(Work work, SinkOutput output, ErrorLog.Staged malformed) {
        Map<String, SourceChange> sources = output.extent() == Extent.WHOLE
                ? InputChanges.whole(work.plan(), relations, work.flow().isStream())
                : work.inputs().sources();
        return new Written(
                new Inputs(work.flow().key(), output.extent(), sources, malformed, List.of()),
                work.flow().program(),
                output.extent() != Extent.NOTHING);
    }

    /** Writes down what the sinks get and what was read for it, within the transaction of the commit. */
    void publish(InputPublication inputs) throws SQLException {
        for (SinkTarget target : targets) {
            target.publish();
        }
        for (Written flow : written) {
            inputs.publish(flow.inputs());
            String key = flow.inputs().reader();
            boolean isRecorded = !flow.isChanged()
                    && log.find(key)
                            .filter(row -> row.program().equals(flow.program()))
                            .isPresent();
            if (!isRecorded) {
                log.put(key, new MaintenanceLog.Row(flow.program(), 0, commit, commit, List.of()));
            }
        }
    }
}
