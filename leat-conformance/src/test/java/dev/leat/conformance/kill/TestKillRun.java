package dev.leat.conformance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small part of {@code bench/kill}, with which a check of all runs it until each fault point has been reached. */
final class TestKillRun {
    private static final long SEED = 20_261_126;
    private static final int KILLS = 24;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void killedRunsLoseRepeatAndTearNothing() throws IOException, InterruptedException, SQLException {
        KillRun.Findings findings = KillRun.run(folder, KILLS, SEED, System.out);
        assertThat(findings.tally().rows()).isPositive();
        assertThat(findings).hasToString("kills " + KILLS + " lost 0 repeated 0 torn 0");
    }
}
