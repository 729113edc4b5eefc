package dev.leat.conformance.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said of how long results took. */
final class TestLatencies {
    @Test
    void recordsCountByTheTimeAtWhichTheyWereToBeSent() {
        Latencies all = new Latencies();
        for (int i = 0; i < 200_000; i++) {
            all.add(i, i % 100_000 * 10L);
        }
        Latencies some = all.between(100_000, 150_000);
        assertThat(some.count()).isEqualTo(50_000);
        assertThat(some).hasToString("p50 250.0 ms, p99 495.0 ms, max 500.0 ms");
        assertThat(all).hasToString("p50 500.0 ms, p99 990.0 ms, max 1000.0 ms");
        assertThat(all.between(5, 5)).hasToString("no results");
    }
}
