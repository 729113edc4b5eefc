package dev.leat.spark;

import java.util.Optional;

/** What is added to the rows of a table and taken away from them. */
record TableChange(Optional<Staged> inserted, Optional<Staged> deleted) {
    /** Whether the driver has all of its rows. */
    boolean isOfFew() {
        return inserted.map(rows -> rows.few().isPresent()).orElse(true)
                && deleted.map(rows -> rows.few().isPresent()).orElse(true);
    }

    /** How many rows the table grows by. */
    long growth() {
        return count(inserted) - count(deleted);
    }

    /** How many rows are written and removed. */
    long size() {
        return count(inserted) + count(deleted);
    }

    private static long count(Optional<Staged> rows) {
        return rows.map(Staged::count).orElse(0L);
    }
}
