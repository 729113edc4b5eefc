package dev.leat.spi;

import dev.leat.error.Checks;

/**
 * The most that a commit reads on of a source. What cannot be divided may be larger.
 *
 * @param partsMax parts of which something is read that was not read before
 * @param unitsMax bytes or records
 */
public record ReadLimit(long partsMax, long unitsMax) {
    /** All there is. */
    public static final ReadLimit NONE = new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE);

    public ReadLimit {
        Checks.verify(partsMax > 0 && unitsMax > 0, "a commit reads something");
    }

    /** A limit on what is read of all parts together. */
    public static ReadLimit ofUnits(long unitsMax) {
        return new ReadLimit(Long.MAX_VALUE, unitsMax);
    }

    /** Whether it limits nothing. */
    public boolean isNone() {
        return equals(NONE);
    }
}
