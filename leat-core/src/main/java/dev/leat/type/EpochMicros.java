package dev.leat.type;

import java.time.Instant;

/** Times as values of TIMESTAMP have them: microseconds since 1970 in UTC. */
public final class EpochMicros {
    private static final long OF_SECOND = 1_000_000;
    private static final int NANOS = 1000;

    private EpochMicros() {}

    /**
     * Those of a time, rounded down. Not by what lies between it and 1970: that is counted in nanoseconds, which are too many for times some
     * centuries away.
     */
    public static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), OF_SECOND), time.getNano() / NANOS);
    }

    /** The time that is so many after 1970. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, OF_SECOND), Math.floorMod(micros, OF_SECOND) * NANOS);
    }
}
