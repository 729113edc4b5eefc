package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.spi.RefreshResult.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestMovedProjects {
    private static final int PROJECTS = 1;
    private static final int COMMITS = 1;

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void stateThatMovesIsTheOneThatStays() throws IOException {
        MaintenanceTally tally = new MaintenanceTally();
        int changes = 0;

        for (int seed = 1; seed <= PROJECTS; seed++) {
            MovedProject project = new MovedProject(seed, scratch, tally);
            Map<Extent, Integer> after = project.run(COMMITS);
            assertThat(project.wholes()).as("seed " + seed).isZero();
            System.out.println("seed " + seed + ": " + after);
            changes += after.getOrDefault(Extent.CHANGE, 0);
        }

        System.out.println(tally);
        assertThat(tally.differences()).isZero();
        assertThat(changes).isPositive();
    }
}
