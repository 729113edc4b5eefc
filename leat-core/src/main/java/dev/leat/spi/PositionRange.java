package dev.leat.spi;

import dev.leat.error.Checks;
import java.util.Optional;

/**
 * What lies between two positions of a part of a source.
 *
 * @param start the first position, in bytes or offsets
 * @param end the position after the last
 * @param content what counts of what lies there, in bytes of the content, where positions are those of something else, as in compressed files
 */
public record PositionRange(long start, long end, Optional<PositionRange> content) {
    public PositionRange {
        Checks.verify(0 <= start && start <= end, "a range does not end before it starts");
    }

    /** All that lies between two positions. */
    public PositionRange(long start, long end) {
        this(start, end, Optional.empty());
    }
}
