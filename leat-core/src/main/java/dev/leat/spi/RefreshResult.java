package dev.leat.spi;

import java.util.LinkedHashMap;
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
    /** How much was computed, from most to least. */
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

    /** What this refresh and one of a later commit did together. */
    public RefreshResult then(RefreshResult later) {
        Map<String, ReadCounts> allReads = new LinkedHashMap<>(reads);
        later.reads.forEach((source, counts) -> allReads.merge(source, counts, ReadCounts::plus));
        Map<String, ExpectationCounts> all = new LinkedHashMap<>();
        for (ExpectationCounts counts : expectations) {
            all.put(counts.name(), counts);
        }
        for (ExpectationCounts counts : later.expectations) {
            all.merge(counts.name(), counts, ExpectationCounts::plus);
        }
        return new RefreshResult(
                extent.compareTo(later.extent) <= 0 ? extent : later.extent,
                rowsOut + later.rowsOut,
                rowsOfDatasets + later.rowsOfDatasets,
                allReads,
                List.copyOf(all.values()));
    }

    /** Rows read from all sources and datasets. */
    public long rowsIn() {
        return rowsOfDatasets
                + reads.values().stream()
                        .mapToLong(counts -> counts.accepted() + counts.malformed() + counts.rejected())
                        .sum();
    }
}
