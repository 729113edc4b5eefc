package dev.leat.spark;

import dev.leat.spi.RefreshResult.Extent;
import java.util.Optional;

/**
 * What a commit has made of a dataset.
 *
 * @param change of its rows, where it changes in part
 */
record Computed(Extent extent, Optional<TableChange> change) {}
