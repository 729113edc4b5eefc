package dev.leat.connect.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestTriggerDelay {
    @ParameterizedTest
    @CsvSource({
        "15m, PT15M",
        "2min, PT2M",
        "30s, PT30S",
        "500ms, PT0.5S",
        "250, PT0.25S",
        "7us, PT0.000007S",
        "1 H, PT1H",
        "2d, PT48H"
    })
    void timesAreThoseOfSpark(String text, Duration time) {
        assertThat(TriggerDelay.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1s", "1.5s", "1 hour", "1y", "1m 2s", "12345678901s"})
    void othersAreNone(String text) {
        assertThat(TriggerDelay.parse(text)).isEmpty();
    }

    @Test
    void defaultIsATime() {
        assertThat(TriggerDelay.parse(TriggerDelay.DEFAULT)).isPresent();
    }
}
