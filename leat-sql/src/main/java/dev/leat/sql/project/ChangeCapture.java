package dev.leat.sql.project;

import dev.leat.error.SourcePosition;

/**
 * How the rows of a query are changes of rows with a key. The query's columns are those of the key, what the changes are
 * ordered by, whether the change is a deletion, and then those of the target.
 *
 * @param keyCount the count of the key's columns
 * @param position of the columns that the target takes
 */
record ChangeCapture(int keyCount, SourcePosition position) {
    private static final String PREFIX = "$";

    /** The name of a column of the key; no column of a target has it. */
    static String key(int index) {
        return PREFIX + "key" + index;
    }

    /** The name of the column that orders changes. */
    static String sequence() {
        return PREFIX + "sequence";
    }

    /** The name of the column that tells deletions. */
    static String deletion() {
        return PREFIX + "deletion";
    }

    /** The count of columns before those of the target. */
    int controlCount() {
        return keyCount + 2;
    }
}
