package dev.leat.sink;

import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a flow gives its sink in a commit.
 *
 * @param rowsRead of datasets
 * @param reads what became of the records of the sources that it reads itself
 */
public record SinkOutput(Extent extent, long rows, long rowsRead, Map<String, ReadCounts> reads) {
    /** Nothing. */
    public static final SinkOutput NOTHING = new SinkOutput(Extent.NOTHING, 0, 0, Map.of());

    public SinkOutput {
        reads = Map.copyOf(reads);
    }

    /** What all flows of a sink give it. */
    public static RefreshResult result(List<SinkOutput> outputs) {
        if (outputs.stream().allMatch(output -> output.extent() == Extent.NOTHING)) {
            return RefreshResult.UNCHANGED;
        }
        Map<String, ReadCounts> reads = new LinkedHashMap<>();
        for (SinkOutput output : outputs) {
            output.reads().forEach((source, counts) -> reads.merge(source, counts, ReadCounts::plus));
        }
        boolean isWhole = outputs.stream().anyMatch(output -> output.extent() == Extent.WHOLE);
        return new RefreshResult(
                isWhole ? Extent.WHOLE : Extent.CHANGE,
                outputs.stream().mapToLong(SinkOutput::rows).sum(),
                outputs.stream().mapToLong(SinkOutput::rowsRead).sum(),
                reads);
    }
}
