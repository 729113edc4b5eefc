package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.States;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.Computed.Verdicts;
import dev.leat.duckdb.DuckDbRelations.Reading;
import dev.leat.duckdb.PreparedPipeline.PreparedDataset;
import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.duckdb.store.WatermarkLog;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.Worth;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.plan.RowKeys;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.IntStream;

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
            Optional<TableChange> outline = extent == Extent.CHANGE
                    ? Optional.of(new TableChange(Optional.of(new Rows("", 0)), Optional.of(new Rows("", 0))))
                    : Optional.empty();
            computed.put(work.key(), computed(work, extent, 0, outline, States.NONE, Verdicts.NONE));
            return PlannedRefresh.of(dataset.name(), extent, works.reason(work));
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "plan the refresh of " + dataset.name());
        }
    }

    private Computed refresh(DatasetWork work) throws SQLException {
        switch (work.extent()) {
            case NOTHING -> {
                long rows = engine.publishedRows(work.key());
                return computed(work, Extent.NOTHING, rows, Optional.empty(), States.NONE, Verdicts.NONE);
            }
            case WHOLE -> {
                return whole(
                        work,
                        work.isStream()
                                || work.before().isPresent()
                                || work.maintained().isMergeable());
            }
            case CHANGE -> {
                ChangeStaging staging = staging(work);
                if (work.isStream()) {
                    return work.followsStream() ? byChange(work, staging).orElseThrow() : whole(work, true);
                }
                if (!Worth.isGiven(work.maintained(), staging)) {
                    // Nor is what it needs worth storing.
                    return whole(work, false);
                }
                Optional<Computed> done = work.hasStored() ? byChange(work, staging) : Optional.empty();
                return done.isPresent() ? done.get() : whole(work, true);
            }
        }
        throw new IllegalStateException("no such extent: " + work.extent());
    }

    private ChangeStaging staging(DatasetWork work) {
        VersionedRelations versions = new VersionedRelations(
                relations,
                work.key(),
                index -> TableNames.state(work.dataset().name(), index),
                work.inputs().sources(),
                computed);
        KnownInputs inputs = new KnownInputs(
                work.inputs(), relations, work.isStream(), key -> RowsOfDatasets.rows(key, false, computed, engine));
        return new ChangeStaging(engine, pipeline.settings(), versions, inputs, work.times()::take, temporary);
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
        Map<Integer, TableChange> states = new HashMap<>();
        changes.states().forEach((index, change) -> {
            TableChange stored = staging.tables(change);
            states.put(
                    index,
                    RowKeys.of(work.maintained().stored().get(index))
                            .map(stored::withKey)
                            .orElse(stored));
        });
        return computed(
                work,
                Extent.CHANGE,
                rows + result.growth(),
                Optional.of(result),
                new States(List.of(), states, Map.of()),
                parted.verdicts());
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
        Map<Integer, WatermarkLog.Read> times = work.times().after();
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
    private Map<Integer, String> closed(DatasetWork work, Map<Integer, WatermarkLog.Read> times) {
        if (!work.times().hasAdvanced(times)) {
            return Map.of();
        }
        ClosedRows rows = new ClosedRows(plan -> engine.render(relations, pipeline.settings(), Evaluation.NATIVE)
                .query(plan, ChangeStaging.columns(plan.output())));
        return rows.conditions(work.maintained(), times);
    }

    /**
     * The whole result. What a change needs is stored with it where that costs little, or once the result is seen to change.
     */
    private Computed whole(DatasetWork work, boolean isToChange) throws SQLException {
        Dataset dataset = work.dataset();
        boolean stores = isToChange
                && !work.maintained().stored().isEmpty()
                && (!work.isStream() || work.maintained().followsStreams());
        relations.take();
        engine.database()
                .execute("CREATE SCHEMA IF NOT EXISTS " + LiteralSql.identifier(TableNames.schema(dataset.name())));
        List<Integer> states = stores ? storeStates(work) : List.of();
        Relations over = new VersionedRelations(
                relations, work.key(), index -> TableNames.stagedState(dataset.name(), index), Map.of(), computed);
        Plan plan = stores ? work.maintained().result() : KeyReduction.apply(work.plan());
        String columns = columns(plan, JudgedColumns.fields(dataset));
        long rows = create(TableNames.staged(dataset.name()), plan, columns, over, dataset);
        JudgedRows.Whole parted = judged(work).whole(rows);
        return computed(
                work,
                Extent.WHOLE,
                parted.rows(),
                Optional.empty(),
                new States(states, Map.of(), Map.of()),
                parted.verdicts());
    }

    private List<Integer> storeStates(DatasetWork work) throws SQLException {
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
            if (work.maintained().watermark(i).isPresent()) {
                work.times().takeAll(i, TableNames.stagedState(work.dataset().name(), i));
            }
        }
        return IntStream.range(0, stored.size())
                .filter(work.maintained()::isKept)
                .boxed()
                .toList();
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
