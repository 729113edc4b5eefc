package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.incremental.ProgramDigest;
import dev.leat.incremental.Reader;
import dev.leat.incremental.Stored;
import dev.leat.incremental.Worth;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.Column;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.TableVersion;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.ExpectationCounts;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Computes datasets in a commit: as a whole, or by the change of what they read, where an earlier commit has left what that
 * needs. A change that cannot be computed gives way to the whole, whose outcome is the definition. What is written is read by those
 * that follow, and counts for others once the commit is made.
 */
final class SparkRefresh {
    private final CommitContext context;
    private final Basis basis;

    SparkRefresh(CommitContext context, Basis basis) {
        this.context = context;
        this.basis = basis;
    }

    /**
     * A dataset that is to be brought up to date.
     *
     * @param before what was computed of it before, if that can be kept
     * @param states the names of the tables of its stored operators
     */
    private record Work(
            Dataset dataset,
            PreparedDataset prepared,
            Optional<DatasetVersion> before,
            InputChanges inputs,
            List<String> states) {
        boolean isStream() {
            return dataset instanceof Dataset.StreamingTable;
        }

        Maintained maintained() {
            return prepared.maintained();
        }

        String key() {
            return dataset.name().key();
        }

        String table() {
            return TableNames.dataset(dataset.name());
        }

        Extent extent() {
            if (before.isEmpty() || inputs.isWhole()) {
                return Extent.WHOLE;
            }
            return inputs.isNothing() ? Extent.NOTHING : Extent.CHANGE;
        }

        boolean isFollowed() {
            return before.filter(version -> version.states().containsAll(states))
                    .isPresent();
        }
    }

    private Work work(Dataset dataset, PreparedDataset prepared) {
        boolean isStream = dataset instanceof Dataset.StreamingTable;
        String key = dataset.name().key();
        Optional<DatasetVersion> before = basis == Basis.NOTHING || (!isStream && prepared.tellsTimeOrUser())
                ? Optional.empty()
                : context.inputs()
                        .dataset(key)
                        .filter(version -> isStream
                                ? ProgramDigest.keepsRows(version.program(), prepared.program())
                                : version.program().equals(prepared.program()));
        InputChanges inputs =
                InputChanges.find(prepared.plan(), context.inputs(), key, before, reader(isStream, before, prepared));
        List<String> states = IntStream.range(0, prepared.maintained().stored().size())
                .mapToObj(index -> key + "$" + index)
                .toList();
        Work work = new Work(dataset, prepared, before, inputs, states);
        require(work);
        return work;
    }

    private static Reader reader(boolean isStream, Optional<DatasetVersion> before, PreparedDataset prepared) {
        return isStream
                ? Reader.stream(before.filter(version -> version.program().equals(prepared.program()))
                        .map(DatasetVersion::since)
                        .orElse(Long.MAX_VALUE))
                : Reader.VIEW;
    }

    private void require(Work work) {
        Dataset dataset = work.dataset();
        SparkTypes.requireStorable(dataset.schema(), dataset.name().simpleName());
        if (!work.isStream()) {
            return;
        }
        String name = dataset.name().simpleName();
        if (Plans.nodes(work.prepared().plan()).stream().anyMatch(Plan.Watermark.class::isInstance)) {
            throw notSupported(
                    "The streaming table " + name + " has a watermark, which streams on Spark do not have yet");
        }
        if (work.before().isEmpty()) {
            return;
        }
        boolean hasSameColumns = SchemaJson.read(work.before().get().columns()).equals(dataset.schema());
        if (!hasSameColumns) {
            throw notSupported(
                    "The streaming table " + name + " has other columns than before, which on Spark its rows cannot be"
                            + " given yet; with --full-refresh --refresh " + name
                            + " it is computed anew from what its sources hold now");
        }
        boolean isStuck = !work.inputs().isWhole()
                && work.maintained().followsStreams()
                && !work.maintained().stored().isEmpty()
                && !work.inputs().isInserts();
        if (isStuck) {
            throw new LeatException(
                    ErrorCode.BAD_DATA,
                    "Rows that the streaming table " + name
                            + " has taken into its groups are not as they were any more ("
                            + work.inputs().changed()
                            + "), and cannot be taken out of them. To compute it anew from what its sources hold"
                            + " now, run with --full-refresh --refresh " + name);
        }
    }

    private static LeatException notSupported(String what) {
        return new LeatException(ErrorCode.NOT_SUPPORTED, what + ". The embedded engine can");
    }

    /** What a refresh would do. */
    PlannedRefresh plan(Dataset dataset, PreparedDataset prepared) {
        Work work = work(dataset, prepared);
        Extent extent = work.extent();
        Optional<TableChange> outline = extent == Extent.CHANGE
                ? Optional.of(new TableChange(
                        Optional.of(new Staged(context.none(), 0)), Optional.of(new Staged(context.none(), 0))))
                : Optional.empty();
        context.inputs().put(work.key(), new Computed(dataset, extent, outline, 0));
        String reason = work.before().isEmpty()
                ? "has not been computed yet, or its definition has changed"
                : switch (extent) {
                    case NOTHING -> "nothing it depends on has changed";
                    case CHANGE -> "by the change of " + work.inputs().changed();
                    case WHOLE -> work.inputs().reason();
                };
        return PlannedRefresh.of(dataset.name(), extent, reason);
    }

    /** Brings a dataset up to date. What was written of one that fails is taken back. */
    RefreshResult refresh(Dataset dataset, PreparedDataset prepared) {
        Set<String> written = new HashSet<>(context.tables().written().keySet());
        try {
            return context.failures().within("refresh " + dataset.name(), () -> refresh(work(dataset, prepared)));
        } catch (LeatException e) {
            Set<String> now = new HashSet<>(context.tables().written().keySet());
            now.removeAll(written);
            context.tables().takeBack(now);
            context.forget(dataset.name().key());
            throw e;
        }
    }

    private RefreshResult refresh(Work work) {
        return switch (work.extent()) {
            case NOTHING -> nothing(work);
            case WHOLE ->
                whole(
                        work,
                        work.isStream()
                                || work.before().isPresent()
                                || work.maintained().isMergeable());
            case CHANGE -> change(work);
        };
    }

    private RefreshResult nothing(Work work) {
        long rows =
                context.tables().before(work.table()).map(TableVersion::rows).orElse(0L);
        context.inputs().put(work.key(), new Computed(work.dataset(), Extent.NOTHING, Optional.empty(), rows));
        boolean isSame = work.before()
                .filter(version -> version.program().equals(work.prepared().program()))
                .isPresent();
        if (!isSame) {
            record(work, Extent.NOTHING, false, work.before().orElseThrow().states());
        }
        return RefreshResult.UNCHANGED;
    }

    private SparkStaging staging(Work work) {
        UpkeepRelations relations = new UpkeepRelations(
                work.maintained(), work.states(), work.inputs(), context.inputs(), context.tables(), context.views());
        return new SparkStaging(relations, context.plans(), context.staging(), context.views());
    }

    private RefreshResult change(Work work) {
        SparkStaging staging = staging(work);
        if (work.isStream()) {
            boolean follows = work.maintained().followsStreams() && work.isFollowed();
            return follows
                    ? apply(work, ChangeDerivation.deriveOfStream(work.maintained(), staging), staging)
                    : whole(work, true);
        }
        if (!Worth.isGiven(work.maintained(), staging)) {
            // Nor is what it needs worth storing.
            return whole(work, false);
        }
        if (!work.isFollowed() || !canFollow(work)) {
            return whole(work, canFollow(work));
        }
        Optional<ChangeDerivation.Changes> changes;
        try {
            changes = ChangeDerivation.derive(work.maintained(), staging);
        } catch (LeatException e) {
            if (ends(e)) {
                throw e;
            }
            changes = Optional.empty();
        }
        return changes.isPresent() ? apply(work, changes.get(), staging) : whole(work, true);
    }

    /** What the data make fail may have another outcome as a whole. */
    private static boolean ends(LeatException e) {
        return switch (e.code()) {
            case INTERNAL, IO, INTERRUPTED, DISK_FULL, EXPECTATION, STATE_DAMAGED, STATE_LOCKED, STATE_MOVED -> true;
            case SYNTAX,
                    ANALYSIS,
                    NOT_SUPPORTED,
                    PROJECT,
                    USAGE,
                    OPTION,
                    SOURCE_NOT_FOUND,
                    BAD_DATA,
                    DATA_LOSS,
                    RUNTIME,
                    STATE_VERSION,
                    LIMIT -> false;
        };
    }

    /** Rows that are to be told apart by all of their values need types by whose values Spark can group. */
    private static boolean canFollow(Work work) {
        List<List<Column>> all = new ArrayList<>();
        all.add(work.maintained().plan().output());
        work.maintained().stored().forEach(node -> all.add(node.output()));
        return all.stream()
                .allMatch(columns -> !columns.isEmpty()
                        && columns.stream().allMatch(column -> SparkTypes.isGroupable(column.type())));
    }

    private RefreshResult apply(Work work, ChangeDerivation.Changes changes, SparkStaging staging) {
        JudgedRows.Parted parted =
                new JudgedRows(work.dataset(), context.staging()).part(staging.rows(changes.result()));
        TableChange result = parted.kept();
        Map<String, ReadCounts> reads = new RecordFates(context, work.key()).find(work.inputs(), Extent.CHANGE);
        if (result.size() > 0) {
            TableVersion before = context.tables().before(work.table()).orElseThrow();
            context.tables().put(work.table(), context.writer().change(work.table(), before, result, context.views()));
        }
        new TreeMap<>(changes.states()).forEach((index, change) -> {
            TableChange rows = staging.rows(change);
            if (rows.size() > 0 && work.maintained().isKept(index)) {
                String table = TableNames.state(work.states().get(index));
                TableVersion before = context.tables().before(table).orElseThrow();
                context.tables().put(table, context.writer().log(table, before, rows));
            }
        });
        quarantine(work, parted.quarantined());
        long rows = context.tables().now(work.table()).map(TableVersion::rows).orElse(0L);
        context.inputs().put(work.key(), new Computed(work.dataset(), Extent.CHANGE, Optional.of(result), rows));
        record(
                work,
                Extent.CHANGE,
                result.size() > 0,
                work.before().orElseThrow().states());
        return new RefreshResult(
                Extent.CHANGE,
                result.size(),
                context.rowsOfDatasets(work.prepared().plan(), true),
                reads,
                parted.counts());
    }

    private void quarantine(Work work, Optional<TableChange> change) {
        if (change.isEmpty() || change.get().size() == 0) {
            return;
        }
        String table = TableNames.dataset(Quarantine.name(work.dataset().name()));
        Optional<TableVersion> before = context.tables().before(table);
        context.tables()
                .put(
                        table,
                        before.isPresent()
                                ? context.writer().change(table, before.get(), change.get(), context.views())
                                : context.writer()
                                        .write(
                                                table,
                                                change.get()
                                                        .inserted()
                                                        .orElseThrow()
                                                        .rows(),
                                                List.of()));
    }

    /** The whole result. What a change needs is stored with it where that costs little, or once the result is seen to change. */
    private RefreshResult whole(Work work, boolean isToChange) {
        Maintained maintained = work.maintained();
        boolean stores = isToChange
                && !maintained.stored().isEmpty()
                && canFollow(work)
                && (!work.isStream() || maintained.followsStreams());
        UpkeepRelations relations = new UpkeepRelations(
                maintained, work.states(), work.inputs(), context.inputs(), context.tables(), context.views());
        if (stores) {
            for (int i = 0; i < maintained.stored().size(); i++) {
                Plan plan = maintained.overStored(maintained.stored().get(i));
                String table = TableNames.state(work.states().get(i));
                context.tables()
                        .put(
                                table,
                                context.writer()
                                        .writeState(
                                                table,
                                                context.plans()
                                                        .rows(
                                                                relations.overLogs(plan),
                                                                relations::find,
                                                                activity(work))));
            }
        }
        Plan plan = stores
                ? maintained.result()
                : KeyReduction.apply(work.prepared().plan());
        Map<String, ReadCounts> reads = new RecordFates(context, work.key()).find(work.inputs(), Extent.WHOLE);
        org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows =
                context.plans().rows(relations.overLogs(plan), relations::find, activity(work));
        List<ExpectationCounts> counts = write(work, rows);
        long written =
                context.tables().now(work.table()).map(TableVersion::rows).orElse(0L);
        context.inputs().put(work.key(), new Computed(work.dataset(), Extent.WHOLE, Optional.empty(), written));
        record(work, Extent.WHOLE, true, stores ? work.states() : List.of());
        return new RefreshResult(
                Extent.WHOLE, written, context.rowsOfDatasets(work.prepared().plan(), false), reads, counts);
    }

    private static String activity(Work work) {
        return "refresh " + work.dataset().name();
    }

    private List<ExpectationCounts> write(Work work, org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows) {
        Dataset dataset = work.dataset();
        List<String> names = dataset.schema().stream().map(Field::name).toList();
        List<String> partitioning = partitioning(dataset);
        if (dataset.expectations().isEmpty()) {
            context.tables()
                    .put(work.table(), context.writer().write(work.table(), PlanRows.named(rows, names), partitioning));
            return List.of();
        }
        Staged staged = context.staging().stage(rows, activity(work));
        TableChange all = new TableChange(Optional.of(staged), Optional.empty());
        JudgedRows.Parted parted = new JudgedRows(dataset, context.staging()).part(all);
        org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> kept = parted.kept()
                .inserted()
                .map(Staged::rows)
                .orElseGet(() -> PlanRows.named(
                        rows.limit(0)
                                .select(IntStream.range(0, names.size())
                                        .mapToObj(i -> org.apache.spark.sql.functions.col(Stored.field(i)))
                                        .toArray(org.apache.spark.sql.Column[]::new)),
                        names));
        context.tables().put(work.table(), context.writer().write(work.table(), kept, partitioning));
        parted.quarantined().ifPresent(change -> {
            String table = TableNames.dataset(Quarantine.name(dataset.name()));
            org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> quarantined = change.inserted()
                    .map(Staged::rows)
                    .orElseGet(() ->
                            context.empty(Quarantine.of(dataset).orElseThrow().schema()));
            context.tables().put(table, context.writer().write(table, quarantined, List.of()));
        });
        return parted.counts();
    }

    /** The columns by whose values the files of a dataset are parted. */
    static List<String> partitioning(Dataset dataset) {
        return dataset.accept(new Dataset.Visitor<List<String>>() {
            @Override
            public List<String> visit(Dataset.StreamingTable table) {
                return table.attributes().partitioning();
            }

            @Override
            public List<String> visit(Dataset.MaterializedView view) {
                return view.attributes().partitioning();
            }

            @Override
            public List<String> visit(Dataset.TemporaryView view) {
                return List.of();
            }
        });
    }

    private void record(Work work, Extent extent, boolean isChanged, List<String> states) {
        Dataset dataset = work.dataset();
        Optional<DatasetVersion> before = extent == Extent.WHOLE ? Optional.empty() : work.before();
        boolean isSame = before.filter(
                        version -> version.program().equals(work.prepared().program()))
                .isPresent();
        long commit = context.number();
        long changed = before.filter(version -> !isChanged)
                .map(DatasetVersion::changed)
                .orElse(commit);
        long since = isSame ? before.orElseThrow().since() : commit;
        context.record(
                work.key(),
                new DatasetVersion(
                        dataset.name().toString(),
                        CommitContext.kind(dataset),
                        SchemaJson.write(dataset.schema()),
                        work.prepared().program(),
                        since,
                        commit,
                        changed,
                        context.micros(),
                        work.table(),
                        states),
                work.inputs().positions(extent));
    }
}
