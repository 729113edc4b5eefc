package dev.leat.spi;

import java.util.Map;

/**
 * What a refresh did.
 *
 * @param rowsOut rows of the result
 * @param rowsOfDatasets rows of the datasets read, each counted once
 * @param reads counts for each source read, by its name
 */
public record RefreshResult(long rowsOut, long rowsOfDatasets, Map<String, ReadCounts> reads) {
    public RefreshResult {
        reads = Map.copyOf(reads);
    }

    /** Rows read from all sources and datasets. */
    public long rowsIn() {
        return rowsOfDatasets
                + reads.values().stream()
                        .mapToLong(counts -> counts.accepted() + counts.malformed())
                        .sum();
    }
}
