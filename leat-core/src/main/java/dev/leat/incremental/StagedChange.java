package dev.leat.incremental;

import dev.leat.plan.RelationName;
import java.util.Optional;

/**
 * What is to be added to the rows of a result or operator and taken away from them, as staged tables; absent where there is
 * nothing. The rows taken away are among those that were there.
 *
 * @param signed both in one, the last column being the sign, where that can be had
 */
public record StagedChange(
        Optional<RelationName> inserted, Optional<RelationName> deleted, Optional<RelationName> signed) {
    static final StagedChange NONE = new StagedChange(Optional.empty(), Optional.empty());

    StagedChange(Optional<RelationName> inserted, Optional<RelationName> deleted) {
        this(inserted, deleted, Optional.empty());
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return inserted.isEmpty() && deleted.isEmpty();
    }
}
