package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSparkEquivalence {
    private static final int PROJECTS = 1;
    private static final int COMMITS = 3;
    private static final int COMPARISONS_MIN = 50;

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void datasetsOnSparkAreThoseOfTheEmbeddedEngine() throws IOException {
        MaintenanceTally tally = new MaintenanceTally();

        for (int seed = 1; seed <= PROJECTS; seed++) {
            new SparkEquivalence(seed, scratch, COMMITS).run(tally);
        }

        System.out.println(tally);
        assertThat(tally.differences()).isZero();
        assertThat(tally.bySpark()).isPositive();
        assertThat(tally.byChange()).isPositive();
        assertThat(tally.checkedSoFar()).isGreaterThan(COMPARISONS_MIN);
    }
}
