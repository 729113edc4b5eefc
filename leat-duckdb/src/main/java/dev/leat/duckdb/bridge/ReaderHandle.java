package dev.leat.duckdb.bridge;

import dev.leat.spi.ReadCounts;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A registered reader, called as {@code name()} in FROM.
 *
 * @param columns the function's columns: one for each field of the scan's schema, in order, and then the one of
 *     {@link dev.leat.spi.SourceScan#METADATA_COLUMN}
 */
public record ReaderHandle(String name, List<String> columns, AtomicReference<ReadCounts> counts) {
    public ReaderHandle {
        columns = List.copyOf(columns);
    }

    /** The records read since the last call; complete once the queries that read are. */
    public ReadCounts takeCounts() {
        return counts.getAndSet(ReadCounts.NONE);
    }
}
