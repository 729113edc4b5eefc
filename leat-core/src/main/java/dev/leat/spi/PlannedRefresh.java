package dev.leat.spi;

import dev.leat.plan.RelationName;
import java.util.Optional;

/**
 * What the next run would do with a dataset or sink.
 *
 * @param extent how much it would compute; empty if it would fail
 * @param reason why, in words
 */
public record PlannedRefresh(RelationName name, Optional<RefreshResult.Extent> extent, String reason) {}
