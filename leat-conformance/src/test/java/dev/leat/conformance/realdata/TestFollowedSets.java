package dev.leat.conformance.realdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.conformance.realdata.AccessLog.Disorder;
import dev.leat.conformance.realdata.FollowedSet.Extent;
import dev.leat.conformance.realdata.FollowedSet.Input;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Sets that come bit by bit: after each commit the results are those of all rows so far, and no row is late that should not be. */
final class TestFollowedSets {
    private static final Optional<Path> DATA = RealDataSet.data(Path.of("../../shared"));

    @ParameterizedTest
    @FieldSource("dev.leat.conformance.realdata.FollowedSet#ALL")
    void resultsAreThoseOfAllRowsSoFar(FollowedSet set, @TempDir Path scratch) throws IOException {
        assumeTrue(DATA.isPresent(), "LEAT_SHARED names no folder with real data");
        long seed = System.nanoTime();
        Findings findings = new Findings(set.name() + ", seed " + seed);

        set.follow(new Input(DATA.orElseThrow(), scratch, Extent.SAMPLE, new SplittableRandom(seed)), findings);

        System.out.println(set.name() + ": seed " + seed + " " + findings);
        assertThat(findings.differences()).isEmpty();
        assertThat(findings.commits()).isPositive();
        assertThat(findings.late() > 0).isEqualTo(set instanceof LateRequestSet);
    }

    /** So a watermark that is a minute behind makes no line late. */
    @Test
    void linesOfTheAccessLogAreOutOfOrderByLessThanAMinute() throws IOException {
        assumeTrue(DATA.isPresent(), "LEAT_SHARED names no folder with real data");

        List<String> lines = new String(AccessLog.bytes(DATA.orElseThrow()), StandardCharsets.US_ASCII)
                .lines()
                .toList();

        assertThat(AccessLog.disorder(lines)).isEqualTo(new Disorder(9448, 59));
    }

    @Test
    void differenceIsFound() {
        Findings findings = new Findings("set");
        findings.committed(2);
        findings.compare("rows", List.of("a", "b"), List.of("b", "a"));
        findings.compare("rows", List.of("a", "b"), List.of("a"));

        assertThat(findings.differences())
                .containsExactly("set, commit 1, rows: 1 rows of 2 expected; the first to differ is none instead of b");
        assertThat(findings).hasToString("rows 2 commits 1 late 0 checks 2 differences 1");
    }
}
