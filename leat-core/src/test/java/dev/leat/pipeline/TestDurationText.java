package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestDurationText {
    @ParameterizedTest
    @CsvSource({
        "15m, PT15M, 15 minutes",
        "2min, PT2M, 2 minutes",
        "90s, PT90S, 90 seconds",
        "500ms, PT0.5S, 500 milliseconds",
        "7us, PT0.000007S, 7 microseconds",
        "1 H, PT1H, 1 hour",
        "2d, PT48H, 2 days",
        "14 days, PT336H, 2 weeks",
        "1 hour 30 minutes, PT90M, 90 minutes",
        "INTERVAL +1  second 1 microsecond, PT1.000001S, 1000001 microseconds",
        "365000 days, PT8760000H, 365000 days"
    })
    void timesAreThoseOfSpark(String text, Duration time, String told) {
        assertThat(DurationText.parse(text)).contains(time);
        assertThat(DurationText.of(time)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "m",
                "-1s",
                "1.5s",
                "1y",
                "1 month",
                "1m2s",
                "1 minute,",
                "1 mins",
                "1234567890123s",
                "365001 days",
                "999999999999 weeks"
            })
    void othersAreNone(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
