package dev.leat.spark;

import dev.leat.error.LeatException;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.StagedChange;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Sink;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.sink.FolderSink;
import dev.leat.sink.PlannedSink;
import dev.leat.sink.SinkFlow;
import dev.leat.sink.SinkOutput;
import dev.leat.sink.SinkRefusals;
import dev.leat.spark.store.FlowVersion;
import dev.leat.spark.store.FolderDelivery;
import dev.leat.spark.store.RowsDelivery;
import dev.leat.spark.store.SinkChanges;
import dev.leat.spark.store.SinkFolder;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Computes what the sinks get in a commit. A flow of a stream adds the rows that are new; one that does not read a stream replaces
 * what it has written, if anything it depends on has changed. Where rows that a stream has given are taken back, all of it is
 * replaced, too.
 */
final class SinkWrites {
    private final SparkEngine engine;
    private final PreparedPipeline prepared;
    private final CommitContext context;
    private final Basis basis;
    private final List<SinkTarget> targets = new ArrayList<>();
    private final Map<String, FlowVersion> flows = new TreeMap<>();
    private final Map<String, SinkTarget> begun = new LinkedHashMap<>();

    SinkWrites(SparkEngine engine, PreparedPipeline prepared, CommitContext context, Basis basis) {
        this.engine = engine;
        this.prepared = prepared;
        this.context = context;
        this.basis = basis;
    }

    /** A flow at work. */
    private record Work(SinkFlow flow, Optional<FlowVersion> before, InputChanges inputs) {
        Plan plan() {
            return flow.plan();
        }

        String changed() {
            return inputs.changed();
        }
    }

    private Work work(SinkFlow flow) {
        Optional<FlowVersion> before = flow.isAnew(basis)
                ? Optional.empty()
                : engine.state()
                        .sinks()
                        .flow(flow.key())
                        .filter(version -> version.program().equals(flow.program()));
        return new Work(
                flow,
                before,
                InputChanges.find(
                        flow.plan(), context.inputs(), flow.key(), before.map(FlowVersion::seen), flow.reader()));
    }

    /** Writes what a sink gets. What was written of one that fails is removed. */
    RefreshResult write(Sink sink) {
        List<SinkFlow> all = SinkFlow.of(sink, prepared);
        try {
            return context.failures().within("write to the sink " + sink.name(), () -> write(sink, all));
        } catch (LeatException e) {
            all.forEach(flow -> {
                context.forget(flow.key());
                flows.remove(flow.key());
            });
            try {
                discard(sink.name().key());
            } catch (LeatException left) {
                // There is a note of it for the next writer.
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private RefreshResult write(Sink sink, List<SinkFlow> all) {
        SinkTarget target = FolderSink.is(sink)
                ? new FolderTarget(engine, context, FolderSink.of(sink), basis)
                : new OutsideTarget(engine, context, sink);
        begun.put(sink.name().key(), target);
        List<SinkOutput> outputs = new ArrayList<>();
        for (SinkFlow flow : all) {
            Work work = work(flow);
            SinkOutput output = write(sink, work, target);
            if (output.extent() != Extent.NOTHING) {
                context.recordRead(flow.key(), work.inputs().positions(output.extent()));
                flows.put(flow.key(), new FlowVersion(flow.program(), context.number()));
            }
            outputs.add(output);
        }
        targets.add(target);
        return SinkOutput.result(outputs);
    }

    private SinkOutput write(Sink sink, Work work, SinkTarget target) {
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
            SinkRefusals.requireReplaceable(sink, flow, reason(work));
        }
        return replace(work, target);
    }

    private static String reason(Work work) {
        return work.inputs().isWhole()
                ? work.inputs().reason()
                : "rows of what its flow reads (" + work.changed() + ") were taken back";
    }

    private UpkeepRelations relations(Work work) {
        return new UpkeepRelations(work.flow().key(), work.flow().maintained(), work.inputs(), context);
    }

    private SinkOutput replace(Work work, SinkTarget target) {
        UpkeepRelations relations = relations(work);
        context.forgetErrors(work.flow().key());
        Map<String, ReadCounts> reads = fates(work, Extent.WHOLE);
        long count = target.replace(
                work.flow(),
                plan -> context.plans().rows(plan, relations::find, "write to a sink"),
                KeyReduction.apply(work.plan()));
        return new SinkOutput(Extent.WHOLE, count, context.rowsOfDatasets(work.plan(), false), reads);
    }

    /** The rows that are new; empty if others are taken back. */
    private Optional<SinkOutput> add(Work work, SinkTarget target) {
        Maintained maintained = work.flow().maintained();
        SparkStaging staging = new SparkStaging(relations(work), context, RowsInTime.none(maintained, context));
        StagedChange change =
                ChangeDerivation.deriveOfStream(maintained, staging).result();
        if (change.deleted().isPresent()) {
            return Optional.empty();
        }
        Map<String, ReadCounts> reads = fates(work, Extent.CHANGE);
        long read = context.rowsOfDatasets(work.plan(), true);
        if (change.inserted().isEmpty()) {
            target.keep(work.flow());
            return Optional.of(new SinkOutput(Extent.CHANGE, 0, read, reads));
        }
        Plan rows = Stored.scan(change.inserted().get(), work.plan().output());
        return Optional.of(new SinkOutput(Extent.CHANGE, target.add(work.flow(), staging::rows, rows), read, reads));
    }

    private Map<String, ReadCounts> fates(Work work, Extent extent) {
        SinkFlow flow = work.flow();
        return new RecordFates(context, flow.key()).find(work.plan(), flow.reader(), work.inputs(), extent);
    }

    /** What a run would do with a sink. */
    PlannedRefresh plan(Sink sink) {
        PlannedSink planned = new PlannedSink(sink);
        if (FolderSink.is(sink)) {
            requireOwn(sink);
        }
        for (SinkFlow flow : SinkFlow.of(sink, prepared)) {
            Work work = work(flow);
            InputChanges inputs = work.inputs();
            if (work.before().isEmpty()) {
                planned.addNew(flow);
            } else {
                planned.add(flow, new PlannedSink.Inputs(inputs.isWhole(), inputs.isNothing(), inputs.changed()));
            }
        }
        return planned.planned();
    }

    private void requireOwn(Sink sink) {
        SinkFolder folder = SinkFolder.of(FolderSink.of(sink), engine.configuration());
        if (folder.owner()
                .filter(owner -> !owner.equals(engine.state().identity()))
                .isPresent()) {
            throw SinkRefusals.ofAnotherState(sink, folder.shown());
        }
    }

    /** What the commit changes of sinks. */
    SinkChanges changes() {
        List<FolderDelivery> folders = new ArrayList<>();
        List<RowsDelivery> rows = new ArrayList<>();
        for (SinkTarget target : targets) {
            target.files().ifPresent(folders::add);
            target.rows().ifPresent(rows::add);
        }
        return new SinkChanges(flows, folders, rows, List.of());
    }

    /** Removes what was written, after a commit that is not made. */
    void discard() {
        List.copyOf(begun.keySet()).forEach(this::discard);
    }

    private void discard(String sink) {
        Optional<SinkTarget> target = Optional.ofNullable(begun.remove(sink)).filter(SinkTarget::isWritten);
        // Another writer, or the next, does so otherwise.
        if (target.isPresent() && engine.log().isWriter()) {
            engine.deliveries().outbox().remove(context.number(), sink);
        }
    }
}
