package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.EventTimeProgress;
import dev.leat.incremental.KeptColumns;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.incremental.ProgramDigest;
import dev.leat.incremental.Reader;
import dev.leat.incremental.StreamRefusals;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Quarantine;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what has to be done for datasets, from what earlier commits have left and what the sources hold now. */
final class DatasetWorks {
    private final CommitContext context;
    private final Basis basis;

    DatasetWorks(CommitContext context, Basis basis) {
        this.context = context;
        this.basis = basis;
    }

    /**
     * The work on a dataset.
     *
     * @throws LeatException NOT_SUPPORTED or BAD_DATA, if it cannot be brought up to date; PROJECT, if the rows of a streaming table do not fit
     *     its flows
     */
    DatasetWork find(Dataset dataset, PreparedDataset prepared) {
        boolean isStream = dataset instanceof Dataset.StreamingTable;
        String key = dataset.name().key();
        Optional<DatasetVersion> before = basis == Basis.NOTHING || (!isStream && prepared.tellsTimeOrUser())
                ? Optional.empty()
                : context.inputs()
                        .dataset(key)
                        .filter(version -> isStream
                                ? ProgramDigest.keepsRows(version.program(), prepared.program())
                                : version.program().equals(prepared.program()));
        InputChanges inputs = InputChanges.find(
                prepared.plan(),
                context.inputs(),
                key,
                before.map(DatasetVersion::seen),
                reader(isStream, before, prepared));
        List<Field> added = isStream ? added(dataset, before, prepared) : List.of();
        boolean hasTimes = before.isPresent() && !inputs.isWhole();
        EventTimeProgress progress = new EventTimeProgress(
                prepared.maintained(),
                hasTimes ? context.inputs().times(key) : Map.of(),
                context.inputs()::left,
                context::idleAfter,
                context.waits());
        DatasetWork work = new DatasetWork(
                dataset, prepared, before, added, inputs, new RowsInTime(prepared.maintained(), progress));
        require(work);
        requireQuarantine(dataset);
        return work;
    }

    private static Reader reader(boolean isStream, Optional<DatasetVersion> before, PreparedDataset prepared) {
        return isStream
                ? Reader.stream(before.filter(version -> version.program().equals(prepared.program()))
                        .map(DatasetVersion::since)
                        .orElse(Long.MAX_VALUE))
                : Reader.VIEW;
    }

    private static List<Field> added(Dataset dataset, Optional<DatasetVersion> before, PreparedDataset prepared) {
        return before.filter(version -> !version.program().equals(prepared.program()))
                .map(version -> KeptColumns.added(dataset.name(), SchemaJson.read(version.columns()), dataset.schema()))
                .orElse(List.of());
    }

    /** What a dataset that the project does not have any more has left under the name stays as it is. */
    private void requireQuarantine(Dataset dataset) {
        Optional<Quarantine> taken =
                Quarantine.of(dataset).filter(rows -> !context.inputs().isFree(rows.name()));
        if (taken.isPresent()) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "What " + dataset.name().simpleName() + " quarantines would be kept as "
                            + taken.get().name().simpleName()
                            + ", under which name the warehouse has the rows of a dataset"
                            + " of an earlier definition. They stay as they are; give "
                            + dataset.name().simpleName() + " another name, or the project a warehouse of its own");
        }
    }

    private static void require(DatasetWork work) {
        Dataset dataset = work.dataset();
        SparkTypes.requireStorable(dataset.schema(), dataset.name().simpleName());
        if (!work.isStream()) {
            return;
        }
        requireStates(work);
        if (work.before().isEmpty()) {
            return;
        }
        boolean isStuck = !work.inputs().isWhole()
                && work.maintained().followsStreams()
                && !work.maintained().stored().isEmpty()
                && !work.inputs().isInserts();
        if (isStuck) {
            throw StreamRefusals.ofRowsInGroups(dataset.name(), work.inputs().changed());
        }
    }

    /** A stream that is computed anew would take rows that were late before. */
    private static void requireStates(DatasetWork work) {
        Maintained maintained = work.maintained();
        String name = work.dataset().name().simpleName();
        if (!maintained.hasWatermarks()) {
            return;
        }
        if (!work.canFollow()) {
            throw notSupported("The streaming table " + name
                    + " has a watermark, and groups or rows with columns of a type that Spark"
                    + " cannot group by, such as MAP");
        }
        for (int i = 0; i < maintained.stored().size(); i++) {
            if (maintained.isKept(i)) {
                List<Field> columns = maintained.stored().get(i).output().stream()
                        .map(column -> new Field(column.name(), column.type(), true))
                        .toList();
                SparkTypes.requireStorable(columns, "what " + name + " stores of its streams");
            }
        }
    }

    private static LeatException notSupported(String what) {
        return new LeatException(ErrorCode.NOT_SUPPORTED, what + ". The embedded engine can");
    }
}
