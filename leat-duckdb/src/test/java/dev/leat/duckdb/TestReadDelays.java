package dev.leat.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.reading.ReadDelays;
import dev.leat.spi.ReadWait;
import dev.leat.testkit.SteppedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TestReadDelays {
    private static final ReadWait WAIT = new ReadWait(10, Duration.ofMinutes(1));

    private final SteppedClock clock = new SteppedClock();
    private final ReadDelays delays = new ReadDelays(clock);

    @Test
    void firstReadDoesNotWait() {
        assertThat(delays.holds("a", WAIT, 1)).isFalse();
    }

    @Test
    void fewWaitUntilTheDelayIsOver() {
        delays.read("a");
        assertThat(delays.holds("a", WAIT, 9)).isTrue();
        assertThat(delays.holds("a", WAIT, 10)).isFalse();
        assertThat(delays.holds("a", WAIT, 0)).isFalse();
        assertThat(delays.holds("b", WAIT, 9)).isFalse();
        clock.step(Duration.ofSeconds(59));
        assertThat(delays.holds("a", WAIT, 9)).isTrue();
        clock.step(Duration.ofSeconds(1));
        assertThat(delays.holds("a", WAIT, 1)).isFalse();
    }

    @Test
    void whatComesAfterNothingWasThereWaits() {
        assertThat(delays.holds("a", WAIT, 0)).isFalse();
        assertThat(delays.holds("a", WAIT, 1)).isTrue();
        clock.step(Duration.ofSeconds(59));
        assertThat(delays.holds("a", WAIT, 0)).isFalse();
        assertThat(delays.holds("a", WAIT, 1)).isTrue();
        clock.step(Duration.ofSeconds(1));
        assertThat(delays.holds("a", WAIT, 1)).isFalse();
    }

    @Test
    void eachReadBeginsTheDelayAnew() {
        delays.read("a");
        clock.step(Duration.ofSeconds(40));
        delays.read("a");
        clock.step(Duration.ofSeconds(40));
        assertThat(delays.holds("a", WAIT, 1)).isTrue();
    }
}
