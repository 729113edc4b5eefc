package dev.leat.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TestSteadyClock {
    private static final Instant START = Instant.parse("2026-03-29T00:59:59Z");

    @Test
    void goesOnEvenlyWhateverIsDoneToTheTimeOfDay() {
        AtomicLong day = new AtomicLong(START.getEpochSecond());
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        Clock machine = new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(day.get());
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        SteadyClock clock = new SteadyClock(machine, nanos::get);
        assertThat(clock.instant()).isEqualTo(START);
        day.addAndGet(86_400);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(2));
        day.addAndGet(-2 * 86_400);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
    }
}
