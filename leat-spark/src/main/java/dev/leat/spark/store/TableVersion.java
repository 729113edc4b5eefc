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
}
