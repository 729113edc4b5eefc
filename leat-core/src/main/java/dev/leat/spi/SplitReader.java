package dev.leat.spi;

import java.util.List;

/** Reads one split; used by one thread. */
public interface SplitReader extends AutoCloseable {
    /**
     * Reads up to {@code rowsMax} rows into the columns, from row 0 on.
     *
     * @return the number of rows; 0 at the end
     */
    int read(List<? extends OutputColumn> columns, int rowsMax);

    /** What was read so far. */
    ReadCounts counts();

    @Override
    void close();
}
