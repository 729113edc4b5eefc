package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.States;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.Computed.Verdicts;
import dev.leat.duckdb.DuckDbRelations.Reading;
import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.ClosedBelow;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.incremental.ReadTimes;
import dev.leat.incremental.StagedChange;
import dev.leat.incremental.Worth;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RowKeys;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Computes datasets in a commit: as a whole, or by the change of what they read, where an earlier commit has left what that
 * needs. A change that cannot be computed, for whatever reason, gives way to the whole, whose outcome is the definition.
 */
final class DatasetRefresh {
    private final DuckDbEngine engine;
    private final Pipeline pipeline;
    private final DatasetWorks works;
    private final DuckDbRelations relations;
    private final Map<String, Computed> computed;
    private final TemporaryTables temporary;
    private final CommitStates shared = new CommitStates();

    DatasetRefresh(
            DuckDbEngine engine,
            Pipeline pipeline,
            CommitTerms.Basis basis,
            DuckDbRelations relations,
            Map<String, Computed> computed,
            TemporaryTables temporary) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.relations = relations;
        this.computed = computed;
        this.temporary = temporary;
        this.works = new DatasetWorks(engine, pipeline, basis, relations, computed);
    }

    RefreshResult refresh(Dataset dataset, PreparedDataset prepared) {
        try {
            DatasetWork work = works.find(dataset, prepared);
            Computed result = refresh(work);
            Reading reading = result.extent() == Extent.NOTHING ? Reading.NOTHING : relations.take();
            Map<String, ReadCounts> fates =
                    new RecordFates(engine, pipeline.settings(), relations).find(work, result, reading);
            computed.put(work.key(), result.with(reading.malformed()));
            share(work, result);
            return report(result, prepared.plan(), fates);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "refresh " + dataset.name());
        }
    }

    /**
     * What a refresh would do. What it would make is outlined among what the commit has computed, for those that read it.
     *
     * @throws LeatException if it would fail
     */
    PlannedRefresh plan(Dataset dataset, PreparedDataset prepared) {
        try {
            DatasetWork work = works.find(dataset, prepared);
            Extent extent = work.extent();
            Rows some = new Rows("", 0);
            boolean takesAway = !work.isStream()
                    || !work.maintained().addsAlone(work.inputs().isInserts());
            Optional<TableChange> outline = extent == Extent.CHANGE
                    ? Optional.of(new TableChange(Optional.of(some), takesAway ? Optional.of(some) : Optional.empty()))
                    : Optional.empty();
            computed.put(work.key(), computed(work, extent, 0, outline, States.NONE, Verdicts.NONE));
            return PlannedRefresh.of(dataset.name(), extent, works.reason(work));
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "plan the refresh of " + dataset.name());
        }
    }

    /** Tells those that have the same operators what has become of them. */
    private void share(DatasetWork work, Computed result) {
        Computed.States states = result.states();
        shared.addStaged(states.staged());
        List<String> known = work.before().map(MaintenanceLog.Row::states).orElse(List.of());
        // Rows over others that are computed anew are not those that these would give.
        if (result.extent() != Extent.WHOLE && known.stream().noneMatch(shared::isStaged)) {
            known.forEach(state -> shared.addChange(state, states.changes().getOrDefault(state, TableChange.NONE)));
        }
    }

    private Computed refresh(DatasetWork work) throws SQLException {
        switch (work.extent()) {
            case NOTHING -> {
                long rows = engine.publishedRows(work.key());
                return computed(work, Extent.NOTHING, rows, Optional.empty(), States.NONE, Verdicts.NONE);
            }
            case WHOLE -> {
                EarlierStates earlier = works.earlier(work);
                boolean isToChange = work.isStream()
                        || work.before().isPresent()
                        || !earlier.operators().isEmpty()
                        || work.maintained().isMergeable();
                return whole(work, isToChange, earlier);
            }
            case CHANGE -> {
                ChangeStaging staging = staging(work);
                if (work.isStream()) {
                    return work.followsStream()
                            ? byChange(work, staging).orElseThrow()
                            : whole(work, true, EarlierStates.NONE);
                }
                if (!Worth.isGiven(work.maintained(), staging)) {
                    // Nor is what it needs worth storing.
                    return whole(work, false, EarlierStates.NONE);
                }
                boolean isFollowed =
                        work.hasStored() && work.states().kept().stream().noneMatch(shared::isStaged);
                Optional<Computed> done = isFollowed ? byChange(work, staging) : Optional.empty();
                return done.isPresent() ? done.get() : whole(work, true, works.earlier(work));
            }
        }
        throw new IllegalStateException("no such extent: " + work.extent());
    }

    private ChangeStaging staging(DatasetWork work) {
        return staging(work, work.inputs());
    }

    private ChangeStaging staging(DatasetWork work, InputChanges changes) {
        VersionedRelations versions = new VersionedRelations(
                relations,
                work.key(),
                index -> TableNames.state(work.states().name(index)),
                changes.sources(),
                computed);
        KnownInputs inputs = new KnownInputs(
                changes, relations, work.isStream(), key -> RowsOfDatasets.rows(key, false, computed, engine));
        return new ChangeStaging(
                engine,
                pipeline.settings(),
                versions,
                inputs,
                work.times()::take,
                index -> shared.change(work.states().name(index)),
                temporary);
    }

    private Optional<Computed> byChange(DatasetWork work, ChangeStaging staging) throws SQLException {
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

    private Computed computed(DatasetWork work, long rows, ChangeDerivation.Changes changes, ChangeStaging staging)
            throws SQLException {
        JudgedRows.Changed parted = judged(work).change(staging.tables(changes.result()), temporary);
        TableChange result = new PublishedRows(engine.database(), work, temporary).change(parted.change());
        Map<String, TableChange> states = new HashMap<>();
        changes.states()
                .forEach((index, change) ->
                        states.put(work.states().name(index), keyed(work, index, staging.tables(change))));
        return computed(
                work,
                Extent.CHANGE,
                rows + result.growth(),
                Optional.of(result),
                States.ofChange(states),
                parted.verdicts());
    }

    private static TableChange keyed(DatasetWork work, int index, TableChange change) {
        return RowKeys.of(work.maintained().stored().get(index))
                .map(change::withKey)
                .orElse(change);
    }

    /**
     * What the data or the machine make fail may have another outcome as a whole, which is a view's definition; our own mistakes
     * are told. The whole of a stream is another one, without the rows of records that are gone.
     */
    private static Optional<Computed> asWhole(LeatException e, DatasetWork work) {
        boolean ends = work.isStream()
                || e.code() == ErrorCode.INTERNAL
                || e.code() == ErrorCode.IO
                || e.code() == ErrorCode.INTERRUPTED
                || e.code() == ErrorCode.DISK_FULL
                || e.code() == ErrorCode.EXPECTATION
                || e.code() == ErrorCode.STATE_DAMAGED;
        if (ends) {
            throw e;
        }
        return Optional.empty();
    }

    private JudgedRows judged(DatasetWork work) {
        ViolationReport report = new ViolationReport(
                engine, pipeline.settings(), work.dataset(), work.plan().output());
        return new JudgedRows(engine.database(), work.dataset(), report);
    }

    private Computed computed(
            DatasetWork work,
            Extent extent,
            long rows,
            Optional<TableChange> change,
            States states,
            Verdicts verdicts) {
        Map<Integer, ReadTimes> times = work.times().progress().after();
        return new Computed(
                work.dataset(),
                extent,
                rows,
                change,
                extent == Extent.WHOLE ? List.of() : work.added(),
                states.with(closed(work, times)),
                verdicts,
                work.program(),
                new Inputs(
                        work.key(),
                        extent,
                        extent == Extent.WHOLE
                                ? InputChanges.whole(work.plan(), relations, work.isStream())
                                : work.inputs().sources(),
                        ErrorLog.Staged.NONE,
                        work.times().late()),
                times);
    }

    /** Nothing more is closed while watermarks stay where they are. */
    private Map<String, String> closed(DatasetWork work, Map<Integer, ReadTimes> times) {
        if (!work.times().progress().hasAdvanced(times)) {
            return Map.of();
        }
        ClosedRows rows = new ClosedRows(plan -> engine.render(relations, pipeline.settings(), Evaluation.NATIVE)
                .query(plan, ChangeStaging.columns(plan.output())));
        Map<String, String> closed = new HashMap<>();
        ClosedBelow.find(work.maintained(), times)
                .forEach((index, below) -> closed.put(work.states().name(index), rows.condition(below)));
        return closed;
    }

    /**
     * The whole result. What a change needs is stored with it where that costs little, or once the result is seen to change.
     */
    private Computed whole(DatasetWork work, boolean isToChange, EarlierStates earlier) throws SQLException {
        Dataset dataset = work.dataset();
        boolean stores = isToChange
                && !work.maintained().stored().isEmpty()
                && (!work.isStream() || work.maintained().followsStreams());
        relations.take();
        engine.database()
                .execute("CREATE SCHEMA IF NOT EXISTS " + LiteralSql.identifier(TableNames.schema(dataset.name())));
        if (stores) {
            takeEarlier(work, earlier);
        }
        Relations over = overStates(work);
        List<String> staged = stores ? storeStates(work, over) : List.of();
        Plan plan = stores ? work.maintained().result() : KeyReduction.apply(work.plan());
        String columns = columns(plan, JudgedColumns.fields(dataset));
        long rows = create(TableNames.staged(dataset.name()), plan, columns, over, dataset);
        JudgedRows.Whole parted = judged(work).whole(rows);
        return computed(
                work,
                Extent.WHOLE,
                parted.rows(),
                Optional.empty(),
                stores ? ofWhole(work, staged) : States.NONE,
                parted.verdicts());
    }

    /** Tables that are not staged are those that others share, or that are kept, with what the commit changes of them. */
    private States ofWhole(DatasetWork work, List<String> staged) {
        Map<String, TableChange> changes = new HashMap<>();
        for (String state : work.states().kept()) {
            shared.change(state).filter(change -> change.size() > 0).ifPresent(change -> changes.put(state, change));
        }
        return new States(work.states().kept(), staged, changes, Map.of());
    }

    /** Whether the rows of an operator are computed anew in this commit. */
    private boolean isStaged(DatasetWork work, Plan node) {
        OptionalInt index = work.maintained().indexOf(node);
        return index.isPresent() && shared.isStaged(work.states().name(index.getAsInt()));
    }

    /** Brings up to date what is stored of its operators already; if that fails, it is computed as a whole with the rest. */
    private void takeEarlier(DatasetWork work, EarlierStates earlier) {
        List<Plan> stored = work.maintained().stored();
        List<Integer> operators = earlier.operators().stream()
                .filter(index -> !shared.isKnown(work.states().name(index)))
                .filter(index -> Plans.nodes(stored.get(index)).stream().noneMatch(below -> isStaged(work, below)))
                .toList();
        ChangeStaging staging = staging(work, earlier.inputs());
        try {
            Optional<Map<Integer, StagedChange>> changes =
                    ChangeDerivation.deriveOperators(work.maintained(), staging, operators);
            if (changes.isPresent()) {
                operators.forEach(index -> shared.addChange(
                        work.states().name(index),
                        Optional.ofNullable(changes.get().get(index))
                                .map(change -> keyed(work, index, staging.tables(change)))
                                .orElse(TableChange.NONE)));
            }
        } catch (LeatException e) {
            asWhole(e, work);
        }
    }

    /** What a query reads that is computed as a whole from the rows of its stored operators. */
    private Relations overStates(DatasetWork work) {
        return new VersionedRelations(relations, work.key(), index -> rows(work, index), Map.of(), computed);
    }

    private String rows(DatasetWork work, int index) {
        String state = work.states().name(index);
        return shared.isKnown(state)
                ? shared.rows(
                        state, work.maintained().stored().get(index).output().size())
                : TableNames.stagedState(state);
    }

    /** Stages the rows of the operators that the commit does not know yet; returns those that are kept. */
    private List<String> storeStates(DatasetWork work, Relations over) throws SQLException {
        engine.database().execute("CREATE SCHEMA IF NOT EXISTS " + TableNames.STATE_SCHEMA);
        List<Plan> stored = work.maintained().stored();
        List<String> staged = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            String state = work.states().name(i);
            if (shared.isKnown(state)) {
                continue;
            }
            Plan plan = work.maintained().overStored(stored.get(i));
            String table = TableNames.stagedState(state);
            create(table, plan, ChangeStaging.columns(plan.output()), over, work.dataset());
            if (work.maintained().watermark(i).isPresent()) {
                work.times().takeAll(i, table);
            }
            staged.add(state);
        }
        staged.retainAll(work.states().kept());
        return staged;
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
