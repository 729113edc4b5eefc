package dev.leat.spark;

import dev.leat.pipeline.Dataset;
import dev.leat.spi.RefreshResult.Extent;
import java.util.Optional;

/**
 * What a commit has made of a dataset.
 *
 * @param change of its rows, where it changes in part
 * @param rows that it has now
 */
record Computed(Dataset dataset, Extent extent, Optional<TableChange> change, long rows) {
    /** Whether the content may be another than before. */
    boolean isChanged() {
        return extent == Extent.WHOLE || change.filter(rows -> rows.size() > 0).isPresent();
    }
}
