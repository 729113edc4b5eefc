package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code leat status} says of the rows that are stored for operators. */
final class TestStateRows {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void groupsThatTheWatermarkHasPassedAreNotCounted() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE lines (at TIMESTAMP) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE minutes AS SELECT window.start AS minute, count(*) AS n
                FROM STREAM(lines) WATERMARK at DELAY OF INTERVAL 60 SECONDS GROUP BY window(at, '1 minute');
                """);
        project.file("in/a.csv", "2026-01-01 10:00:00\n2026-01-01 10:10:00\n2026-01-01 10:20:00\n");
        project.assertRun("minutes refreshed 3 3");

        Leat.Ended status = Leat.run("status", project.path());

        assertThat(status.out()).containsPattern("minutes +3 +1 +1\\R");
    }
}
