package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestStreamEquivalence {
    private static final int SEED = Integer.getInteger("leat.seed", 1);
    private static final int SEEDS = Integer.getInteger("leat.seeds", 1);
    private static final int TABLES = 2;
    private static final int COMMITS = 3;

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void streamsBelowWatermarksOnSparkAreThoseOfTheEmbeddedEngine() throws IOException {
        MaintenanceTally tally = new MaintenanceTally();

        for (int seed = SEED; seed < SEED + SEEDS; seed++) {
            new StreamEquivalence(seed, scratch, tally, TABLES, COMMITS).run();
        }

        System.out.println(tally);
        assertThat(tally.differences()).isZero();
        assertThat(tally.byChange()).isPositive();
        assertThat(tally.late()).isPositive();
    }
}
