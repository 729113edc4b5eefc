package dev.leat.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that begins with the time of another one and then goes on evenly, whatever is done to that one: waits are measured by
 * it, so that a machine whose time is set, or that was asleep, ends none early and prolongs none. As time goes by it may tell
 * another time of day than the machine does.
 */
public final class SteadyClock extends Clock {
    private final Clock day;
    private final LongSupplier nanos;
    private final Instant start;
    private final long startNanos;

    /** Begins now. */
    public SteadyClock(Clock day) {
        this(day, System::nanoTime);
    }

    SteadyClock(Clock day, LongSupplier nanos) {
        this.day = day;
        this.nanos = nanos;
        this.start = day.instant();
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(nanos.getAsLong() - startNanos));
    }

    @Override
    public ZoneId getZone() {
        return day.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the clock is read as an instant only");
    }
}
