package dev.leat.duckdb;

import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.store.WatermarkLog;
import dev.leat.error.LeatException;
import dev.leat.incremental.EventTimeProgress;
import dev.leat.incremental.KeptColumns;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.incremental.ProgramDigest;
import dev.leat.incremental.Reader;
import dev.leat.incremental.StreamRefusals;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.IdleTimeout;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what has to be done for datasets, from what earlier commits have left and what the sources hold now. */
final class DatasetWorks {
    private final DuckDbEngine engine;
    private final Pipeline pipeline;
    private final Basis basis;
    private final DuckDbRelations relations;
    private final Map<String, Computed> computed;
    private final MaintenanceLog log;

    DatasetWorks(
            DuckDbEngine engine,
            Pipeline pipeline,
            Basis basis,
            DuckDbRelations relations,
            Map<String, Computed> computed) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.basis = basis;
        this.relations = relations;
        this.computed = computed;
        this.log = engine.maintenance();
    }

    /**
     * The work on a dataset.
     *
     * @throws LeatException PROJECT, if the rows of a streaming table do not fit its flows
     */
    DatasetWork find(Dataset dataset, PreparedDataset prepared) throws SQLException {
        boolean streams = dataset instanceof Dataset.StreamingTable;
        Plan plan = prepared.plan();
        String program = prepared.program();
        Optional<MaintenanceLog.Row> before = basis == Basis.NOTHING || (!streams && prepared.tellsTimeOrUser())
                ? Optional.empty()
                : log.find(dataset.name().key())
                        .filter(row -> streams
                                ? ProgramDigest.keepsRows(row.program(), program)
                                : row.program().equals(program));
        Reader reader = Reader.VIEW;
        List<Field> added = List.of();
        if (streams) {
            boolean isSame = before.filter(row -> row.program().equals(program)).isPresent();
            reader = Reader.stream(isSame ? before.get().since() : Long.MAX_VALUE);
            if (before.isPresent() && !isSame) {
                added = addedColumns(dataset);
            }
        }
        InputChanges inputs = InputChanges.find(
                plan, relations, log, dataset.name().key(), before.map(MaintenanceLog.Row::seen), reader, computed);
        boolean hasTimes = prepared.maintained().hasWatermarks() && before.isPresent() && !inputs.isWhole();
        EventTimeProgress progress = new EventTimeProgress(
                prepared.maintained(),
                hasTimes
                        ? new WatermarkLog(engine.database())
                                .find(dataset.name().key())
                        : Map.of(),
                relations::left,
                sources -> IdleTimeout.of(sources, pipeline),
                engine.waits().instant());
        RowsInTime times = new RowsInTime(engine.database(), prepared.maintained(), progress);
        DatasetWork work = new DatasetWork(
                dataset, plan, program, prepared.maintained(), prepared.states(), before, added, inputs, times);
        requireFollowing(work);
        return work;
    }

    /** What is stored already of the operators of a dataset that is to be computed as a whole. */
    EarlierStates earlier(DatasetWork work) throws SQLException {
        return work.isStream() || basis == Basis.NOTHING
                ? EarlierStates.NONE
                : EarlierStates.find(work, relations, log, computed);
    }

    private List<Field> addedColumns(Dataset dataset) throws SQLException {
        Optional<CommitLog.DatasetRow> row = engine.log().find(dataset.name().key());
        return row.isPresent()
                ? KeptColumns.added(dataset.name(), SchemaJson.read(row.get().columns()), dataset.schema())
                : List.of();
    }

    private static void requireFollowing(DatasetWork work) {
        boolean isStuck = work.isStream()
                && work.before().isPresent()
                && !work.inputs().isWhole()
                && work.followsStream()
                && !work.maintained().stored().isEmpty()
                && !work.inputs().isInserts();
        if (isStuck) {
            throw StreamRefusals.ofRowsInGroups(
                    work.dataset().name(), work.inputs().changed());
        }
    }

    /** Why a dataset is computed so far, in words. */
    String reason(DatasetWork work) throws SQLException {
        if (work.before().isEmpty()) {
            return reasonOfFirst(work);
        }
        String kept =
                work.hasSameProgram() ? "" : KeptColumns.told(work.extent() == Extent.WHOLE ? List.of() : work.added());
        return kept
                + switch (work.extent()) {
                    case NOTHING -> "nothing it depends on has changed";
                    case CHANGE -> "by the change of " + work.inputs().changed();
                    case WHOLE -> work.inputs().reason() + kept(work);
                };
    }

    private String kept(DatasetWork work) throws SQLException {
        int kept = earlier(work).operators().size();
        int all = work.maintained().stored().size();
        return kept == 0 ? "" : "; what is stored of " + kept + " of its " + all + " operators stays";
    }

    private String reasonOfFirst(DatasetWork work) throws SQLException {
        if (log.find(work.key()).isEmpty()) {
            return "has not been computed yet" + kept(work);
        }
        return !work.isStream() && CurrentTime.isOrUserAskedBy(work.plan())
                ? "depends on the user"
                : "its definition, or an option or setting it depends on, has changed" + kept(work);
    }
}
