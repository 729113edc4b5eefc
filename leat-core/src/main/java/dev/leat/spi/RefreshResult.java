package dev.leat.spi;

import java.util.List;
import java.util.Map;

/**
 * What a refresh did.
 *
 * @param rowsOut rows of the result, or of its change
 * @param rowsOfDatasets rows of the datasets read, or of their changes, each counted once
 * @param reads counts for each source read, by its name
 * @param expectations counts for each expectation of the dataset, unless nothing was computed
 */
public record RefreshResult(
        Extent extent,
        long rowsOut,
        long rowsOfDatasets,
        Map<String, ReadCounts> reads,
        List<ExpectationCounts> expectations) {
    /** How much was computed. */
    public enum Extent {
        /** The whole result. */
        WHOLE,
        /** The change since an earlier commit. */
        CHANGE,
        /** Nothing, since nothing that the result depends on has changed. */
        NOTHING
    }

    /** The result stays as it is. */
    public static final RefreshResult UNCHANGED = new RefreshResult(Extent.NOTHING, 0, 0, Map.of());

    public RefreshResult {
        reads = Map.copyOf(reads);
        expectations = List.copyOf(expectations);
    }

    /** A refresh of what has no expectations. */
    public RefreshResult(Extent extent, long rowsOut, long rowsOfDatasets, Map<String, ReadCounts> reads) {
        this(extent, rowsOut, rowsOfDatasets, reads, List.of());
    }

    /** Rows read from all sources and datasets. */
    public long rowsIn() {
        return rowsOfDatasets
                + reads.values().stream()
                        .mapToLong(counts -> counts.accepted() + counts.malformed())
                        .sum();
    }
}
