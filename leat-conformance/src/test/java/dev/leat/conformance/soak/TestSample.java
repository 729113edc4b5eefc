package dev.leat.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of how things stand. */
final class TestSample {
    private static final long MEGABYTE = 1 << 20;

    private static Sample.Thirds thirds(int first, int second, int last) {
        List<Sample> samples = IntStream.of(first, first, second, second, last, last)
                .mapToObj(size -> new Sample(0, 0, new Sample.Lag(0, 0), size * MEGABYTE, 0, 0, List.of()))
                .toList();
        return Sample.Thirds.of("RSS", samples, Sample::resident);
    }

    @Test
    void lastThirdMayHaveATenthOrSomeBytesMoreThanTheSecond() {
        assertThat(thirds(10, 200, 220).isFlat(MEGABYTE)).isTrue();
        assertThat(thirds(10, 200, 221).isFlat(MEGABYTE)).isFalse();
        assertThat(thirds(10, 20, 25).isFlat(5 * MEGABYTE)).isTrue();
        assertThat(thirds(10, 20, 26).isFlat(5 * MEGABYTE)).isFalse();
        assertThat(thirds(10, 200, 220))
                .hasToString("RSS first third 10.0 MB, second 200.0 MB, last 220.0 MB (last to second 1.100)");
    }

    @Test
    void timesOfCommitsAreReadAsTheyAreTold(@TempDir Path folder) throws IOException {
        Path told = Files.writeString(
                folder.resolve("err.txt"),
                "commit 1: 5 rows read, 5 written in 0.250 s, 20 rows/s; lag 0\nwarning: broker\ncommit 2: 5 rows read, 5 writ");
        CommitTimes commits = new CommitTimes(told);
        assertThat(commits.next()).containsExactly(250L);
        Files.writeString(told, Files.readString(told) + "ten in 0.100 s, 50 rows/s; lag 0\n");
        List<Long> times = commits.next();
        assertThat(times).containsExactly(100L);
        assertThat(commits.commits()).isEqualTo(2);
        assertThat(commits.warnings()).containsExactly("warning: broker");
        assertThat(new Sample(10, 20, new Sample.Lag(1, 2), 0, MEGABYTE, 0, times))
                .hasToString("10 s: fed 20, lag 1 and 2, RSS 0.0 MB, state 1.0 MB of which WAL 0.0 MB,"
                        + " commits 1 p50 100 ms max 100 ms");
    }
}
