package dev.leat.sql.read;

import dev.leat.spi.OutputColumn;

/** A way around Spark's parser for records that are plain. */
interface FastLine {
    /** No record is plain. */
    FastLine NONE = new FastLine() {
        @Override
        public boolean take(byte[] bytes, int start, int end) {
            return false;
        }

        @Override
        public void write(int ordinal, OutputColumn column, int row) {
            throw new IllegalStateException("Broken invariant: nothing was taken");
        }
    };

    /** Takes a record; false if it is not plain, and nothing was taken. The bytes must stay until it is written. */
    boolean take(byte[] bytes, int start, int end);

    /** Writes the required column of an ordinal. */
    void write(int ordinal, OutputColumn column, int row);
}
