package dev.leat.spark;

import dev.leat.error.LeatException;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.ClosedBelow;
import dev.leat.incremental.KeptColumns;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.incremental.ReadTimes;
import dev.leat.incremental.Stored;
import dev.leat.incremental.Worth;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetKind;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.TableVersion;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
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
    private final DatasetWorks works;

    SparkRefresh(CommitContext context, Basis basis) {
        this.context = context;
        this.works = new DatasetWorks(context, basis);
    }

    /** What a refresh would do. */
    PlannedRefresh plan(Dataset dataset, PreparedDataset prepared) {
        DatasetWork work = works.find(dataset, prepared);
        Extent extent = work.extent();
        Staged some = new Staged(context.none(), 0);
        boolean takesAway =
                !work.isStream() || !work.maintained().addsAlone(work.inputs().isInserts());
        Optional<TableChange> outline = extent == Extent.CHANGE
                ? Optional.of(new TableChange(Optional.of(some), takesAway ? Optional.of(some) : Optional.empty()))
                : Optional.empty();
        context.inputs().put(work.key(), new Computed(extent, outline));
        return PlannedRefresh.of(dataset.name(), extent, reason(work, extent));
    }

    private static String reason(DatasetWork work, Extent extent) {
        if (work.before().isEmpty()) {
            return "has not been computed yet, or its definition has changed";
        }
        String kept = work.hasSameProgram() ? "" : KeptColumns.told(extent == Extent.WHOLE ? List.of() : work.added());
        return kept
                + switch (extent) {
                    case NOTHING -> "nothing it depends on has changed";
                    case CHANGE -> "by the change of " + work.inputs().changed();
                    case WHOLE -> work.inputs().reason();
                };
    }

    /** Brings a dataset up to date. What was written of one that fails is taken back. */
    RefreshResult refresh(Dataset dataset, PreparedDataset prepared) {
        try {
            return context.failures().within("refresh " + dataset.name(), () -> refresh(works.find(dataset, prepared)));
        } catch (LeatException e) {
            context.forget(dataset.name().key());
            try {
                context.tables().takeBack(tables(dataset, prepared.maintained()));
            } catch (RuntimeException left) {
                // Most likely for the same reason, which is what the user has to know.
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** The tables that only one dataset writes. */
    private Set<String> tables(Dataset dataset, Maintained maintained) {
        Set<String> tables = new HashSet<>();
        tables.add(TableNames.dataset(dataset.name()));
        if (context.inputs().isFree(Quarantine.name(dataset.name()))) {
            tables.add(TableNames.dataset(Quarantine.name(dataset.name())));
        }
        IntStream.range(0, maintained.stored().size())
                .forEach(i -> tables.add(
                        TableNames.state(DatasetWork.state(dataset.name().key(), i))));
        return tables;
    }

    private RefreshResult refresh(DatasetWork work) {
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

    private RefreshResult nothing(DatasetWork work) {
        context.inputs().put(work.key(), new Computed(Extent.NOTHING, Optional.empty()));
        if (!work.hasSameProgram()) {
            takeColumns(work);
            record(work, Extent.NOTHING, false, work.before().orElseThrow().states());
        }
        return RefreshResult.UNCHANGED;
    }

    /** Gives the rows that stay the columns that the flows give now. */
    private void takeColumns(DatasetWork work) {
        takeColumns(work.table(), work.dataset().schema());
        quarantineThere(work.dataset()).ifPresent(rows -> takeColumns(TableNames.dataset(rows.name()), rows.schema()));
    }

    /** The table of what was quarantined, by this definition or an earlier one, if there is one. */
    private Optional<Quarantine> quarantineThere(Dataset dataset) {
        Quarantine rows = Quarantine.of(dataset.name(), dataset.schema());
        return Optional.of(rows)
                .filter(found -> context.inputs().isFree(found.name())
                        && context.tables()
                                .before(TableNames.dataset(found.name()))
                                .isPresent());
    }

    private void takeColumns(String table, List<Field> columns) {
        Optional<TableVersion> before = context.tables().before(table);
        if (before.isPresent() && !context.writer().hasColumns(table, before.get(), columns)) {
            context.tables().write(table, () -> context.writer().takeColumns(table, before.get(), columns));
        }
    }

    private SparkStaging staging(DatasetWork work) {
        Map<Integer, ClosedBelow> closed =
                ClosedBelow.find(work.maintained(), work.times().progress().before());
        return new SparkStaging(new UpkeepRelations(work, context, closed), context, work.times());
    }

    private RefreshResult change(DatasetWork work) {
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
        if (!work.isFollowed() || !work.canFollow()) {
            return whole(work, work.canFollow());
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

    private RefreshResult apply(DatasetWork work, ChangeDerivation.Changes changes, SparkStaging staging) {
        JudgedRows.Parted parted =
                new JudgedRows(work.dataset(), context.staging()).part(staging.rows(changes.result()));
        TableChange result = new PublishedRows(context, work).change(parted.kept());
        Map<String, ReadCounts> reads =
                new RecordFates(context, work.key()).find(work, Extent.CHANGE, parted.verdicts());
        if (!work.hasSameProgram()) {
            takeColumns(work);
        }
        if (result.size() > 0) {
            TableVersion before = context.tables().now(work.table()).orElseThrow();
            context.tables()
                    .write(work.table(), () -> context.writer().change(work.table(), before, result, context.views()));
        }
        new TreeMap<>(changes.states()).forEach((index, change) -> {
            TableChange rows = staging.rows(change);
            if (rows.size() > 0 && work.maintained().isKept(index)) {
                String table = TableNames.state(work.state(index));
                TableVersion before = context.tables().before(table).orElseThrow();
                context.tables().write(table, () -> context.writer().log(table, before, rows));
            }
        });
        quarantine(work, parted.quarantined());
        context.inputs().put(work.key(), new Computed(Extent.CHANGE, Optional.of(result)));
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
                parted.verdicts().counts());
    }

    private void quarantine(DatasetWork work, Optional<TableChange> change) {
        if (change.isEmpty() || change.get().size() == 0) {
            return;
        }
        String table = TableNames.dataset(Quarantine.name(work.dataset().name()));
        Optional<TableVersion> before = context.tables().now(table);
        context.tables()
                .write(
                        table,
                        () -> before.isPresent()
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
    private RefreshResult whole(DatasetWork work, boolean isToChange) {
        Maintained maintained = work.maintained();
        boolean stores = isToChange
                && !maintained.stored().isEmpty()
                && work.canFollow()
                && (!work.isStream() || maintained.followsStreams());
        UpkeepRelations relations = new UpkeepRelations(work, context, Map.of());
        if (stores) {
            storeStates(work, relations);
        }
        Plan plan = stores
                ? maintained.result()
                : KeyReduction.apply(work.prepared().plan());
        context.forgetErrors(work.key());
        JudgedRows.Verdicts verdicts = write(work, rows(work, relations, plan));
        Map<String, ReadCounts> reads = new RecordFates(context, work.key()).find(work, Extent.WHOLE, verdicts);
        long written =
                context.tables().now(work.table()).map(TableVersion::rows).orElse(0L);
        context.inputs().put(work.key(), new Computed(Extent.WHOLE, Optional.empty()));
        record(work, Extent.WHOLE, true, stores ? work.states() : List.of());
        return new RefreshResult(
                Extent.WHOLE, written, context.rowsOfDatasets(work.prepared().plan(), false), reads, verdicts.counts());
    }

    /** Writes the rows of the stored operators. Those of watermarks are computed first, for their times, and once for all that reads them. */
    private void storeStates(DatasetWork work, UpkeepRelations relations) {
        Maintained maintained = work.maintained();
        for (int i = 0; i < maintained.stored().size(); i++) {
            Plan plan = maintained.overStored(maintained.stored().get(i));
            org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows;
            if (maintained.watermark(i).isPresent()) {
                Staged timed = context.staging().stage(rows(work, relations, RowsInTime.timed(plan)), work.activity());
                Staged taken = work.times().takeAll(i, timed);
                relations.put(i, taken);
                rows = taken.rows();
            } else {
                rows = rows(work, relations, plan);
            }
            if (maintained.isKept(i)) {
                String table = TableNames.state(work.state(i));
                context.tables().write(table, () -> context.writer().writeState(table, rows));
            }
        }
    }

    private org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows(
            DatasetWork work, UpkeepRelations relations, Plan plan) {
        return context.plans().rows(relations.overLogs(plan), relations::find, work.activity());
    }

    private JudgedRows.Verdicts write(DatasetWork work, org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows) {
        Dataset dataset = work.dataset();
        List<String> names = dataset.schema().stream().map(Field::name).toList();
        List<String> partitioning = partitioning(dataset);
        if (Quarantine.of(dataset).isEmpty()) {
            quarantineThere(dataset).ifPresent(left -> writeQuarantine(left.name(), context.empty(left.schema())));
        }
        if (dataset.expectations().isEmpty()) {
            context.tables()
                    .write(
                            work.table(),
                            () -> context.writer().write(work.table(), PlanRows.named(rows, names), partitioning));
            return JudgedRows.Verdicts.NONE;
        }
        Staged staged = context.staging().stage(rows, work.activity());
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
        context.tables().write(work.table(), () -> context.writer().write(work.table(), kept, partitioning));
        parted.quarantined().ifPresent(change -> {
            org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> quarantined = change.inserted()
                    .map(Staged::rows)
                    .orElseGet(() ->
                            context.empty(Quarantine.of(dataset).orElseThrow().schema()));
            writeQuarantine(Quarantine.name(dataset.name()), quarantined);
        });
        return parted.verdicts();
    }

    private void writeQuarantine(RelationName name, org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows) {
        String table = TableNames.dataset(name);
        context.tables().write(table, () -> context.writer().write(table, rows, List.of()));
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

    private void record(DatasetWork work, Extent extent, boolean isChanged, List<String> states) {
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
                        DatasetKind.of(dataset),
                        SchemaJson.write(dataset.schema()),
                        work.prepared().program(),
                        since,
                        commit,
                        changed,
                        context.micros(),
                        work.table(),
                        states),
                work.inputs().positions(extent));
        Map<Integer, ReadTimes> times = work.times().progress().after();
        boolean hadTimes = !context.inputs().times(work.key()).isEmpty();
        if (extent != Extent.NOTHING && (hadTimes || !times.isEmpty())) {
            context.record(work.key(), times);
        }
    }
}
