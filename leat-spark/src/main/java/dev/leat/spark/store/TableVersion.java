package dev.leat.spark.store;

/**
 * A table as of a commit.
 *
 * @param snapshot the id of its Iceberg snapshot
 * @param rows of its content
 * @param entries rows stored, more than those of the content where changes are logged
 * @param changes since it was written as a whole
 * @param hasRemovals whether entries take others back
 */
public record TableVersion(long snapshot, long rows, long entries, int changes, boolean hasRemovals) {
    /** A table that is written as a whole. */
    public static TableVersion whole(long snapshot, long rows) {
        return new TableVersion(snapshot, rows, rows, 0, false);
    }

    /** The same rows at another snapshot. */
    public TableVersion at(long newSnapshot) {
        return new TableVersion(newSnapshot, rows, entries, changes, hasRemovals);
    }

    /**
     * A result after a change.
     *
     * @param growth how many rows it has more
     * @param size how many rows were added and taken away
     */
    public TableVersion changed(long newSnapshot, long growth, long size) {
        return new TableVersion(newSnapshot, rows + growth, entries + size, changes + 1, false);
    }

    /**
     * A log after a change.
     *
     * @param removes whether entries were added that take others back
     */
    public TableVersion logged(long newSnapshot, long growth, long size, boolean removes) {
        return new TableVersion(newSnapshot, rows + growth, entries + size, changes + 1, hasRemovals || removes);
    }
}
