package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.States;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.Computed.Verdicts;
import dev.leat.duckdb.DuckDbRelations.Reading;
import dev.leat.duckdb.SourceChange.Reader;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.Worth;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Computes datasets in a commit: as a whole, or by the change of what they read, where an earlier commit has left what that
 * needs. A change that cannot be computed, for whatever reason, gives way to the whole, whose outcome is the definition.
 */
final class DatasetRefresh {
    private final DuckDbEngine engine;
    private final Pipeline pipeline;
    private final CommitTerms.Basis basis;
    private final DuckDbRelations relations;
    private final Map<String, Computed> computed;
    private final ChangeStaging.TemporaryTables temporary;
    private final MaintenanceLog log;

    DatasetRefresh(
            DuckDbEngine engine,
            Pipeline pipeline,
            CommitTerms.Basis basis,
            DuckDbRelations relations,
            Map<String, Computed> computed,
            ChangeStaging.TemporaryTables temporary) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.basis = basis;
        this.relations = relations;
        this.computed = computed;
        this.temporary = temporary;
        this.log = new MaintenanceLog(engine.database());
    }

    /** A dataset with its judged query, and what was computed of it before by the same program. */
    private record Work(
            Dataset dataset,
            Plan plan,
            String program,
            Maintained maintained,
            Optional<MaintenanceLog.Row> before,
            InputChanges inputs) {
        boolean isStream() {
            return dataset instanceof Dataset.StreamingTable;
        }

        String key() {
            return dataset.name().key();
        }
    }

    RefreshResult refresh(Dataset dataset, Plan plan) {
        try {
            Work work = work(dataset, plan);
            Computed result = refresh(work);
            Reading reading = result.extent() == Extent.NOTHING ? Reading.NOTHING : relations.take();
            computed.put(work.key(), result.with(reading.malformed()));
            return report(result, plan, reading.counts());
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "refresh " + dataset.name());
        }
    }

    /**
     * What a refresh would do. What it would make is outlined among what the commit has computed, for those that read it.
     *
     * @throws LeatException if it would fail
     */
    PlannedRefresh plan(Dataset dataset, Plan plan) {
        try {
            Work work = work(dataset, plan);
            boolean isKnown = work.before().isPresent();
            Extent extent = !isKnown || work.inputs().isWhole()
                    ? Extent.WHOLE
                    : work.inputs().isNothing() ? Extent.NOTHING : Extent.CHANGE;
            Optional<TableChange> outline = extent == Extent.CHANGE
                    ? Optional.of(new TableChange(Optional.of(new Rows("", 0)), Optional.of(new Rows("", 0))))
                    : Optional.empty();
            computed.put(
                    work.key(),
                    new Computed(
                            dataset,
                            extent,
                            0,
                            outline,
                            States.NONE,
                            Verdicts.NONE,
                            work.program(),
                            new Inputs(work.key(), extent, Map.of(), List.of())));
            String reason = isKnown ? reason(work, extent) : reasonOfFirst(work);
            return new PlannedRefresh(dataset.name(), Optional.of(extent), reason);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "plan the refresh of " + dataset.name());
        }
    }

    private static String reason(Work work, Extent extent) {
        boolean hasOtherFlows = !work.before().orElseThrow().program().equals(work.program());
        String kept = hasOtherFlows ? "its rows stay, and its flows as they are now take new records; " : "";
        return kept
                + switch (extent) {
                    case NOTHING -> "nothing it depends on has changed";
                    case CHANGE -> "by the change of " + work.inputs().changed();
                    case WHOLE -> work.inputs().reason();
                };
    }

    private String reasonOfFirst(Work work) throws SQLException {
        if (log.find(work.key()).isEmpty()) {
            return "has not been computed yet";
        }
        return !work.isStream() && ProgramDigest.tellsTime(work.plan())
                ? "depends on the time or the user"
                : "its definition, or an option or setting it depends on, has changed";
    }

    private Work work(Dataset dataset, Plan plan) throws SQLException {
        Maintained maintained = Maintained.of(plan, this::grows);
        boolean streams = dataset instanceof Dataset.StreamingTable;
        String program = streams
                ? ProgramDigest.ofStream(dataset, plan, pipeline, maintained)
                : ProgramDigest.of(dataset, plan, pipeline);
        Optional<MaintenanceLog.Row> before =
                basis == CommitTerms.Basis.NOTHING || (!streams && ProgramDigest.tellsTime(plan))
                        ? Optional.empty()
                        : log.find(dataset.name().key())
                                .filter(row -> streams
                                        ? ProgramDigest.keepsRows(row.program(), program)
                                        : row.program().equals(program));
        Reader reader = Reader.VIEW;
        if (streams) {
            boolean isOther =
                    before.filter(row -> !row.program().equals(program)).isPresent();
            reader = isOther ? Reader.STREAM_OF_OTHER_FLOWS : Reader.STREAM;
            if (isOther) {
                requireSameColumns(dataset);
            }
        }
        InputChanges inputs = InputChanges.find(
                plan, relations, log, dataset.name().key(), before.map(MaintenanceLog.Row::seen), reader, computed);
        return new Work(dataset, plan, program, maintained, before, inputs);
    }

    /** The rows of a streaming table cannot be made again, as the records that they were made of may be gone. */
    private void requireSameColumns(Dataset dataset) throws SQLException {
        for (CommitLog.DatasetRow row : engine.log().datasets()) {
            List<Field> stored = SchemaJson.read(row.columns());
            if (row.key().equals(dataset.name().key()) && !types(stored).equals(types(dataset.schema()))) {
                throw new LeatException(
                        ErrorCode.PROJECT,
                        "Cannot keep the rows of the streaming table "
                                + dataset.name().simpleName() + ": its columns are " + types(stored)
                                + ", and its flows give " + types(dataset.schema())
                                + ". Give it its columns back, or compute it anew from what its sources hold now: run with"
                                + " --full-refresh --refresh " + dataset.name().simpleName());
            }
        }
    }

    private static List<String> types(List<Field> fields) {
        return fields.stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT) + " "
                        + field.type().sql())
                .toList();
    }

    /** Files that are rewritten or gone make a dataset be computed as a whole. */
    private boolean grows(Plan.Scan scan) {
        return relations.source(scan.relation()).isPresent();
    }

    private Computed refresh(Work work) throws SQLException {
        if (work.before().isEmpty()) {
            return whole(work, work.maintained().isMergeable());
        }
        if (work.inputs().isWhole()) {
            return whole(work, true);
        }
        if (work.inputs().isNothing()) {
            long rows = engine.publishedRows(work.key());
            return computed(work, Extent.NOTHING, rows, Optional.empty(), States.NONE, Verdicts.NONE);
        }
        ChangeStaging staging = staging(work);
        if (!work.isStream() && !Worth.isGiven(work.maintained(), staging)) {
            // Nor is what it needs worth storing.
            return whole(work, false);
        }
        boolean hasStates = work.before().orElseThrow().states();
        boolean canChange = work.isStream()
                ? work.maintained().described().isEmpty()
                        || (hasStates
                                && work.maintained().followsStreams()
                                && work.inputs().isInserts())
                : hasStates || work.maintained().stored().isEmpty();
        Optional<Computed> done = canChange ? byChange(work, staging) : Optional.empty();
        return done.isPresent() ? done.get() : whole(work, true);
    }

    private ChangeStaging staging(Work work) {
        VersionedRelations versions = new VersionedRelations(
                relations,
                work.key(),
                index -> TableNames.state(work.dataset().name(), index),
                work.inputs().sources(),
                computed);
        KnownInputs inputs = new KnownInputs(
                work.inputs(), relations, work.isStream(), key -> RowsOfDatasets.rows(key, false, computed, engine));
        return new ChangeStaging(engine, pipeline.settings(), versions, inputs, temporary);
    }

    private Optional<Computed> byChange(Work work, ChangeStaging staging) throws SQLException {
        long rows = engine.publishedRows(work.key());
        relations.take();
        try {
            Optional<ChangeDerivation.Changes> changes = work.isStream()
                    ? Optional.of(ChangeDerivation.deriveOfStream(work.maintained(), staging))
                    : ChangeDerivation.derive(work.maintained(), staging);
            return changes.isPresent() ? Optional.of(computed(work, rows, changes.get(), staging)) : Optional.empty();
        } catch (LeatException e) {
            return asWhole(e, work);
        }
    }

    private Computed computed(Work work, long rows, ChangeDerivation.Changes changes, ChangeStaging staging)
            throws SQLException {
        JudgedRows.Changed parted = judged(work).change(staging.tables(changes.result()), temporary);
        TableChange result = parted.change();
        Map<Integer, TableChange> states = new HashMap<>();
        changes.states().forEach((index, change) -> states.put(index, staging.tables(change)));
        return computed(
                work,
                Extent.CHANGE,
                rows + result.growth(),
                Optional.of(result),
                new States(0, states),
                parted.verdicts());
    }

    /** What the data or the machine make fail may have another outcome as a whole; our own mistakes are told. */
    private static Optional<Computed> asWhole(LeatException e, Work work) {
        boolean ends = e.code() == ErrorCode.INTERNAL
                || e.code() == ErrorCode.IO
                || (e.code() == ErrorCode.DATA_LOSS && work.isStream())
                || e.code() == ErrorCode.INTERRUPTED
                || e.code() == ErrorCode.DISK_FULL
                || e.code() == ErrorCode.EXPECTATION
                || e.code() == ErrorCode.STATE_DAMAGED;
        if (ends) {
            throw e;
        }
        return Optional.empty();
    }

    private JudgedRows judged(Work work) {
        ViolationReport report = new ViolationReport(
                engine, pipeline.settings(), work.dataset(), work.plan().output());
        return new JudgedRows(engine.database(), work.dataset(), report);
    }

    private Computed computed(
            Work work, Extent extent, long rows, Optional<TableChange> change, States states, Verdicts verdicts) {
        return new Computed(
                work.dataset(),
                extent,
                rows,
                change,
                states,
                verdicts,
                work.program(),
                new Inputs(
                        work.key(),
                        extent,
                        extent == Extent.WHOLE
                                ? InputChanges.whole(work.plan(), relations, work.isStream())
                                : work.inputs().sources(),
                        List.of()));
    }

    /**
     * The whole result. What a change needs is stored with it where that costs little, or once the result is seen to change.
     */
    private Computed whole(Work work, boolean isToChange) throws SQLException {
        Dataset dataset = work.dataset();
        boolean stores = isToChange
                && !work.maintained().stored().isEmpty()
                && (!work.isStream() || work.maintained().followsStreams());
        relations.take();
        engine.database()
                .execute("CREATE SCHEMA IF NOT EXISTS " + LiteralSql.identifier(TableNames.schema(dataset.name())));
        int states = stores ? storeStates(work) : 0;
        Relations over = new VersionedRelations(
                relations, work.key(), index -> TableNames.stagedState(dataset.name(), index), Map.of(), computed);
        Plan plan = stores ? work.maintained().result() : KeyReduction.apply(work.plan());
        String columns = columns(plan, JudgedColumns.fields(dataset));
        long rows = create(TableNames.staged(dataset.name()), plan, columns, over, dataset);
        JudgedRows.Whole parted = judged(work).whole(rows);
        return computed(
                work, Extent.WHOLE, parted.rows(), Optional.empty(), new States(states, Map.of()), parted.verdicts());
    }

    private int storeStates(Work work) throws SQLException {
        engine.database().execute("CREATE SCHEMA IF NOT EXISTS " + TableNames.STATE_SCHEMA);
        List<Plan> stored = work.maintained().stored();
        Relations over = new VersionedRelations(
                relations,
                work.key(),
                index -> TableNames.stagedState(work.dataset().name(), index),
                Map.of(),
                computed);
        for (int i = 0; i < stored.size(); i++) {
            Plan plan = work.maintained().overStored(stored.get(i));
            create(
                    TableNames.stagedState(work.dataset().name(), i),
                    plan,
                    ChangeStaging.columns(plan.output()),
                    over,
                    work.dataset());
        }
        return stored.size();
    }

    private long create(String table, Plan plan, String columns, Relations over, Dataset dataset) {
        long rows = engine.attempts().run("refresh " + dataset.name(), evaluation -> {
            String select = engine.render(over, pipeline.settings(), evaluation).query(plan, columns);
            return engine.database().update("CREATE OR REPLACE TABLE " + table + " AS\n" + select);
        });
        relations.settle();
        return rows;
    }

    private static String columns(Plan plan, List<Field> schema) {
        StringJoiner columns = new StringJoiner(", ");
        for (int i = 0; i < schema.size(); i++) {
            columns.add("CAST(c" + plan.output().get(i).id() + " AS "
                    + DuckDbTypes.sql(schema.get(i).type()) + ") AS "
                    + LiteralSql.identifier(schema.get(i).name()));
        }
        return columns.toString();
    }

    private RefreshResult report(Computed result, Plan plan, Map<String, ReadCounts> counts) {
        return switch (result.extent()) {
            case NOTHING -> RefreshResult.UNCHANGED;
            case CHANGE ->
                new RefreshResult(
                        Extent.CHANGE,
                        result.change().orElseThrow().size(),
                        RowsOfDatasets.count(plan, true, computed, engine),
                        counts,
                        result.verdicts().counts());
            case WHOLE ->
                new RefreshResult(
                        Extent.WHOLE,
                        result.rows(),
                        RowsOfDatasets.count(plan, false, computed, engine),
                        counts,
                        result.verdicts().counts());
        };
    }
}
