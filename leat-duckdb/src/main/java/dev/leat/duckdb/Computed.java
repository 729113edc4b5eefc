package dev.leat.duckdb;

import dev.leat.duckdb.store.ErrorLog;
import dev.leat.incremental.ReadTimes;
import dev.leat.pipeline.Dataset;
import dev.leat.spi.ExpectationCounts;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a commit has computed of a dataset, to be published.
 *
 * @param rows of the whole result
 * @param change for a result that changes in part
 * @param added the columns that the table as it was published does not have, where the result changes in part or not at all
 * @param states the stored rows of operators
 * @param verdicts what the dataset's expectations made of its rows
 * @param program a digest of what decides the content but the data
 * @param inputs what the content was computed from
 * @param times how far event times have come, by the index of the watermark
 */
record Computed(
        Dataset dataset,
        Extent extent,
        long rows,
        Optional<TableChange> change,
        List<Field> added,
        States states,
        Verdicts verdicts,
        String program,
        Inputs inputs,
        Map<Integer, ReadTimes> times) {
    Computed {
        added = List.copyOf(added);
        times = Map.copyOf(times);
    }

    /** The table as it was published, with the columns that the dataset has now, as SQL of a relation. */
    String before() {
        return AddedColumns.with(added, dataset.name());
    }

    /**
     * The stored rows of operators, by the names of their tables.
     *
     * @param kept those that the dataset has from now on, where it is computed as a whole
     * @param staged those of them that are staged to take the place of earlier ones
     * @param changes of a dataset that changes in part, and of those that one computed as a whole has from others
     * @param closed which rows are of no use any more, as SQL conditions
     */
    record States(
            List<String> kept, List<String> staged, Map<String, TableChange> changes, Map<String, String> closed) {
        static final States NONE = new States(List.of(), List.of(), Map.of(), Map.of());

        States {
            kept = List.copyOf(kept);
            staged = List.copyOf(staged);
            changes = Map.copyOf(changes);
            closed = Map.copyOf(closed);
        }

        static States ofChange(Map<String, TableChange> changes) {
            return new States(List.of(), List.of(), changes, Map.of());
        }

        States with(Map<String, String> rows) {
            return new States(kept, staged, changes, rows);
        }
    }

    /**
     * What expectations made of rows.
     *
     * @param counts for each expectation
     * @param rejected rows that are left out
     * @param quarantined rows added to the quarantine and taken away from it; the whole of it with a whole result; absent if
     *     there is no quarantine
     */
    record Verdicts(List<ExpectationCounts> counts, Rejected rejected, Optional<TableChange> quarantined) {
        static final Verdicts NONE = new Verdicts(List.of(), new Rejected(0, 0), Optional.empty());

        Verdicts {
            counts = List.copyOf(counts);
        }
    }

    /**
     * Rows that are left out.
     *
     * @param added of those that the query gives now
     * @param takenAway of those that it does not give any more
     */
    record Rejected(long added, long takenAway) {
        boolean isNone() {
            return added == 0 && takenAway == 0;
        }
    }

    /**
     * Staged tables with what is added to a table and taken away from it, with the counts of their rows.
     *
     * @param key the positions of columns in whose values no two rows of the table are alike, if such are known
     */
    record TableChange(Optional<Rows> inserted, Optional<Rows> deleted, Optional<List<Integer>> key) {
        TableChange {
            key = key.map(List::copyOf);
        }

        TableChange(Optional<Rows> inserted, Optional<Rows> deleted) {
            this(inserted, deleted, Optional.empty());
        }

        static final TableChange NONE = new TableChange(Optional.empty(), Optional.empty());

        TableChange withKey(List<Integer> columns) {
            return new TableChange(inserted, deleted, Optional.of(columns));
        }

        /** How many rows the table grows by. */
        long growth() {
            return count(inserted) - count(deleted);
        }

        /** How many rows are written and removed. */
        long size() {
            return count(inserted) + count(deleted);
        }

        private static long count(Optional<Rows> rows) {
            return rows.map(Rows::count).orElse(0L);
        }
    }

    /** A staged table, as SQL. */
    record Rows(String table, long count) {}

    Computed with(ErrorLog.Staged malformed) {
        return new Computed(
                dataset, extent, rows, change, added, states, verdicts, program, inputs.with(malformed), times);
    }

    /** Whether the content may be another than before. */
    boolean isChanged() {
        return extent == Extent.WHOLE || change.filter(rows -> rows.size() > 0).isPresent();
    }
}
