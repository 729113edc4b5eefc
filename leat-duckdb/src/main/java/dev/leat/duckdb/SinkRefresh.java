package dev.leat.duckdb;

import dev.leat.duckdb.DuckDbRelations.Reading;
import dev.leat.duckdb.SinkTarget.FlowPlace;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.error.ErrorCode;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.ProgramDigest;
import dev.leat.incremental.Reader;
import dev.leat.incremental.StagedChange;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.reading.SourceChange;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /**
     * A flow at work.
     *
     * @param program a digest of all that decides what is written but the data; of a stream, of all that would change what was written
     */
    private record Work(
            FlowPlace place, Plan plan, String program, Optional<MaintenanceLog.Row> before, InputChanges inputs) {}

    /** What a flow gives the sink. */
    private record Output(Extent extent, long rows, long rowsRead) {}

    RefreshResult write(Sink sink, List<Flow> flows) {
        relations.take();
        try {
            SinkTarget target = SinkFiles.isFolder(sink)
                    ? new FolderTarget(engine, pipeline.settings(), commit, sink, basis)
                    : new OutsideTarget(engine, pipeline.settings(), commit, sink);
            List<Output> outputs = new ArrayList<>();
            List<Written> results = new ArrayList<>();
            Map<String, ReadCounts> counts = new LinkedHashMap<>();
            for (int i = 0; i < flows.size(); i++) {
                Work work = work(sink, flows.get(i), i);
                Output output = write(work, target);
                Reading reading = output.extent() == Extent.NOTHING ? Reading.NOTHING : relations.take();
                reading.counts().forEach((source, read) -> counts.merge(source, read, ReadCounts::plus));
                outputs.add(output);
                results.add(written(work, output, reading.malformed()));
            }
            targets.add(target);
            written.addAll(results);
            return result(outputs, counts);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "write to the sink " + sink.name());
        }
    }

    /** What a run would do with a sink. */
    PlannedRefresh plan(Sink sink, List<Flow> flows) {
        Extent extent = Extent.NOTHING;
        List<String> reasons = new ArrayList<>();
        try {
            if (SinkFiles.isFolder(sink)) {
                FolderTarget.requireOwn(sink, engine.log().identity());
            }
            for (int i = 0; i < flows.size(); i++) {
                Work work = work(sink, flows.get(i), i);
                boolean isNew = work.before().isEmpty();
                if (!isNew && !work.inputs().isWhole() && work.inputs().isNothing()) {
                    continue;
                }
                boolean adds =
                        !isNew && !work.inputs().isWhole() && work.place().isStream();
                extent = adds && extent != Extent.WHOLE ? Extent.CHANGE : Extent.WHOLE;
                String flow = flows.get(i).name().simpleName();
                reasons.add(
                        isNew
                                ? flow + " writes all it has"
                                : adds
                                        ? flow + " adds the change of "
                                                + work.inputs().changed()
                                        : flow + " replaces what it has written");
                if (!isNew && !adds && !SinkOptions.canBeReplaced(sink.format())) {
                    return PlannedRefresh.failing(
                            sink.name(),
                            ErrorCode.PROJECT,
                            flow
                                    + " would take back rows that the sink has got, which it cannot; to send all again, run with"
                                    + " --full-refresh --refresh " + sink.name().simpleName());
                }
            }
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "plan what the sink " + sink.name() + " gets");
        }
        String reason = reasons.isEmpty() ? "nothing it depends on has changed" : String.join("; ", reasons);
        return PlannedRefresh.of(sink.name(), extent, reason);
    }

    private static RefreshResult result(List<Output> outputs, Map<String, ReadCounts> counts) {
        if (outputs.stream().allMatch(output -> output.extent() == Extent.NOTHING)) {
            return RefreshResult.UNCHANGED;
        }
        boolean isWhole = outputs.stream().anyMatch(output -> output.extent() == Extent.WHOLE);
        return new RefreshResult(
                isWhole ? Extent.WHOLE : Extent.CHANGE,
                outputs.stream().mapToLong(Output::rows).sum(),
                outputs.stream().mapToLong(Output::rowsRead).sum(),
                counts);
    }

    private Work work(Sink sink, Flow flow, int index) throws SQLException {
        String key = sink.name().key() + "/" + flow.name().key();
        Plan plan = prepared.find(flow);
        boolean isStream = Plans.nodes(plan).stream()
                .anyMatch(node -> node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM);
        String program = isStream ? ProgramDigest.of(sink) : ProgramDigest.of(sink, plan, pipeline);
        boolean anew = basis == Basis.NOTHING || (!isStream && CurrentTime.isOrUserAskedBy(plan));
        Optional<MaintenanceLog.Row> before = anew
                ? Optional.empty()
                : log.find(key).filter(row -> row.program().equals(program));
        InputChanges inputs = InputChanges.find(
                plan,
                relations,
                log,
                key,
                before.map(MaintenanceLog.Row::seen),
                isStream ? Reader.stream(0) : Reader.VIEW,
                computed);
        return new Work(new FlowPlace(key, index, isStream), plan, program, before, inputs);
    }

    private Output write(Work work, SinkTarget target) throws SQLException {
        FlowPlace flow = work.place();
        if (work.before().isPresent()) {
            if (!work.inputs().isWhole()) {
                if (work.inputs().isNothing() && target.has(flow)) {
                    target.keep(flow);
                    return new Output(Extent.NOTHING, 0, 0);
                }
                Maintained maintained = Maintained.of(
                        work.plan(), scan -> relations.source(scan.relation()).isPresent());
                if (flow.isStream() && maintained.stored().isEmpty() && maintained.followsStreams()) {
                    Optional<Output> added = add(work, maintained, target);
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
        return new Output(Extent.WHOLE, count, rowsOfDatasets(work.plan(), false));
    }

    private static String reason(Work work) {
        return work.inputs().isWhole()
                ? work.inputs().reason()
                : "rows of what its flow reads (" + work.inputs().changed() + ") were taken back";
    }

    /** The rows that are new; empty if others are taken back. */
    private Optional<Output> add(Work work, Maintained maintained, SinkTarget target) throws SQLException {
        VersionedRelations versions = new VersionedRelations(
                relations,
                work.place().key(),
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
        StagedChange change =
                ChangeDerivation.deriveOfStream(maintained, staging).result();
        if (change.deleted().isPresent()) {
            return Optional.empty();
        }
        long read = rowsOfDatasets(work.plan(), true);
        if (change.inserted().isEmpty()) {
            target.keep(work.place());
            return Optional.of(new Output(Extent.CHANGE, 0, read));
        }
        Plan rows = Stored.scan(change.inserted().get(), work.plan().output());
        return Optional.of(new Output(Extent.CHANGE, target.add(work.place(), versions, rows), read));
    }

    private long rowsOfDatasets(Plan plan, boolean changes) {
        return RowsOfDatasets.count(plan, changes, computed, engine);
    }

    private Written written(Work work, Output output, ErrorLog.Staged malformed) {
        Map<String, SourceChange> sources = output.extent() == Extent.WHOLE
                ? InputChanges.whole(work.plan(), relations, work.place().isStream())
                : work.inputs().sources();
        return new Written(
                new Inputs(work.place().key(), output.extent(), sources, malformed, List.of()),
                work.program(),
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
