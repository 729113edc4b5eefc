package dev.leat.spi;

import dev.leat.error.Checks;

/**
 * What lies between two positions of a part of a source.
 *
 * @param start the first position, in bytes or offsets
 * @param end the position after the last
 */
public record PositionRange(long start, long end) {
    public PositionRange {
        Checks.verify(0 <= start && start <= end, "a range does not end before it starts");
    }
}
