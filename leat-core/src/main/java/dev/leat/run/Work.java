package dev.leat.run;

import dev.leat.error.SourcePosition;
import dev.leat.plan.RelationName;
import dev.leat.spi.RefreshResult;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a commit does for one dataset or sink.
 *
 * @param reads the keys of all relations that it is made of, however far below
 */
record Work(
        RelationName name, SourcePosition position, Set<String> reads, Place place, Supplier<RefreshResult> refresh) {
    Work {
        reads = Set.copyOf(reads);
    }

    /** Where a result is written. */
    enum Place {
        STATE,
        SINK
    }
}
