package dev.leat.duckdb;

import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.OperatorStates;
import dev.leat.pipeline.Dataset;
import dev.leat.plan.Plan;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;

/**
 * A dataset that is to be brought up to date.
 *
 * @param plan its judged query
 * @param program a digest of all that decides the content but the data
 * @param states the tables of its stored operators
 * @param before what was computed of it before, if that can be kept
 * @param added the columns that what was computed before does not have
 * @param inputs how what it reads has changed since
 * @param times tells which of its rows are late
 */
record DatasetWork(
        Dataset dataset,
        Plan plan,
        String program,
        Maintained maintained,
        OperatorStates states,
        Optional<MaintenanceLog.Row> before,
        List<Field> added,
        InputChanges inputs,
        RowsInTime times) {
    DatasetWork {
        added = List.copyOf(added);
    }

    boolean isStream() {
        return dataset instanceof Dataset.StreamingTable;
    }

    String key() {
        return dataset.name().key();
    }

    /** How much has to be computed at least. */
    Extent extent() {
        if (before.isEmpty() || inputs.isWhole()) {
            return Extent.WHOLE;
        }
        return inputs.isNothing() ? Extent.NOTHING : Extent.CHANGE;
    }

    /** Whether the flows are the ones by which all rows so far were made. */
    boolean hasSameProgram() {
        return before.filter(row -> row.program().equals(program)).isPresent();
    }

    /** Whether a stream's rows can be added to; otherwise they are, by definition, computed from what is there now. */
    boolean followsStream() {
        return maintained.followsStreams() && hasStored();
    }

    /** Whether what a change needs is stored. */
    boolean hasStored() {
        return before.filter(row -> row.states().containsAll(states.kept())).isPresent();
    }
}
