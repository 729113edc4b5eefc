package dev.leat.conformance.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** When each row is due at a rate. Rows that were held up are due at the time at which they were to be sent. */
public final class Pace {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int perSecond;
    private final long startMicros = micros();
    private final long startNanos = System.nanoTime();

    /** Row 0 is due now. */
    public Pace(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits until a row is due; the time at which it is, in microseconds since 1970. */
    public long await(long row) {
        long due = row * TimeUnit.SECONDS.toNanos(1) / perSecond;
        while (System.nanoTime() - startNanos < due) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        return startMicros + TimeUnit.NANOSECONDS.toMicros(due);
    }

    /** The time after so many seconds. */
    public long after(int seconds) {
        return startMicros + TimeUnit.SECONDS.toMicros(seconds);
    }

    /** The time now, in microseconds since 1970. */
    public static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
