package dev.leat.spi;

import dev.leat.error.ErrorCode;
import dev.leat.plan.RelationName;
import java.util.Optional;

/**
 * What the next run would do with a dataset or sink.
 *
 * @param extent how much it would compute; empty if it would fail
 * @param reason why, in words
 * @param failure what it would fail with
 */
public record PlannedRefresh(
        RelationName name, Optional<RefreshResult.Extent> extent, String reason, Optional<ErrorCode> failure) {
    /** One that would be done. */
    public static PlannedRefresh of(RelationName name, RefreshResult.Extent extent, String reason) {
        return new PlannedRefresh(name, Optional.of(extent), reason, Optional.empty());
    }

    /** One that would fail. */
    public static PlannedRefresh failing(RelationName name, ErrorCode code, String reason) {
        return new PlannedRefresh(name, Optional.empty(), reason, Optional.of(code));
    }
}
