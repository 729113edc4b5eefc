package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code leat run} and {@code leat status} say of groups that a watermark has passed, and of rows that are late. */
final class TestWatermarkReports {
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

    @Test
    void lateRowsOfADatasetNeededNoParser() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE lines (at TIMESTAMP) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE times AS SELECT at FROM STREAM(lines);
                CREATE STREAMING TABLE minutes AS SELECT window.start AS minute, count(*) AS n
                FROM STREAM(times) WATERMARK at DELAY OF INTERVAL 60 SECONDS GROUP BY window(at, '1 minute');
                """);
        project.file("in/a.csv", "2026-01-01 10:00:00\n");
        project.assertRun("times refreshed 1 1", "minutes refreshed 1 1");
        project.file("in/b.csv", "2026-01-01 09:00:00\n");

        Leat.Ended run = project.run("--quiet");

        assertThat(run.out()).containsPattern("times +1 +0 +0 +1 +0\\R");
    }
}
