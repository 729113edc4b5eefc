package dev.leat.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestEpochMicros {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "1969-12-31T23:59:59.999999Z, -1",
        "2262-04-12T00:00:00.000001Z, 9223372800000001",
        "0001-01-01T00:00:00Z, -62135596800000000",
        "+294247-01-10T04:00:54.775807Z, 9223372036854775807"
    })
    void timeAndCountAreTheSame(String time, long micros) {
        assertThat(EpochMicros.of(Instant.parse(time))).isEqualTo(micros);
        assertThat(EpochMicros.instant(micros)).isEqualTo(Instant.parse(time));
    }

    @ParameterizedTest
    @CsvSource({"1970-01-01T00:00:00.000000999Z, 0", "1969-12-31T23:59:59.999999999Z, -1"})
    void partsOfOneAreLeftOut(String time, long micros) {
        assertThat(EpochMicros.of(Instant.parse(time))).isEqualTo(micros);
    }
}
