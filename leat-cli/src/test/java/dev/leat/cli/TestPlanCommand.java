package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan} says is what the run then does. */
final class TestPlanCommand {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void write() {
        project = new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log);
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n FROM events GROUP BY word;
                CREATE MATERIALIZED VIEW ids AS SELECT id FROM log;
                CREATE SINK out USING csv OPTIONS (path 'out');
                CREATE FLOW f AS INSERT INTO out BY NAME SELECT id, word FROM STREAM(events);
                """);
        project.file("in/1.csv", "1,a\n");
    }

    private void assertPlan(int exitCode, String... lines) {
        Leat.Ended ended = Leat.run("plan", project.path());
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(exitCode);
        List<String> found = ended.out()
                .lines()
                .skip(2)
                .map(line -> line.replaceAll(" {2,}", " | "))
                .toList();
        assertThat(found).containsExactlyInAnyOrder(lines);
    }

    @Test
    void withoutAStateAllIsNewAndNoneIsMade() {
        assertPlan(
                0,
                "events | refreshed | has not been computed yet",
                "words | refreshed | has not been computed yet",
                "ids | refreshed | has not been computed yet",
                "out | refreshed | f writes all it has");
        assertThat(project.state()).doesNotExist();
    }

    @Test
    void groupsOfAStreamThatOnlyGrowsGoOn() throws IOException {
        project = new ScratchProject(folder, """
                CREATE TABLE log (id INT, at TIMESTAMP) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE events AS SELECT id, at FROM STREAM(log);
                CREATE STREAMING TABLE minutes AS SELECT window.start AS minute, count(*) AS n
                  FROM STREAM(events) WATERMARK at DELAY OF INTERVAL 1 MINUTE GROUP BY window(at, '1 minute');
                """);
        project.file("in/1.csv", "1,2024-01-01 00:00:01\n");
        project.assertRun("events refreshed 1 1", "minutes refreshed 1 1");
        project.file("in/2.csv", "2,2024-01-01 00:05:01\n");
        assertPlan(0, "events | updated | by the change of log", "minutes | updated | by the change of events");
    }

    @Test
    void changesOfFilesAndDefinitionsAreForeseen() throws IOException {
        project.assertRun("events refreshed 1 1", "words refreshed 1 1", "ids refreshed 1 1", "out refreshed 1 1");
        assertPlan(
                0,
                "events | unchanged | nothing it depends on has changed",
                "words | unchanged | nothing it depends on has changed",
                "ids | unchanged | nothing it depends on has changed",
                "out | unchanged | nothing it depends on has changed");
        project.file("in/2.csv", "2,b\n");
        Files.delete(folder.resolve("in/1.csv"));
        project.sql(project.text().replace("count(*) AS n", "count(*) + 1 AS n"));
        assertPlan(
                0,
                "events | updated | by the change of log",
                "words | refreshed | its definition, or an option or setting it depends on, has changed;"
                        + " what is stored of 1 of its 1 operators stays",
                "ids | refreshed | what was read of log is gone or has another content",
                "out | updated | f adds the change of events");
        project.assertRun("events updated 1 1", "words refreshed 2 2", "ids refreshed 1 1", "out updated 1 1");
    }

    @Test
    void flowThatChangesKeepsTheRowsAndColumnsThatChangeFail() {
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.sql(project.text()
                .replace("SELECT id, word FROM STREAM(log)", "SELECT id, upper(word) AS word FROM STREAM(log)"));
        assertPlan(
                0,
                "events | unchanged | its rows stay, and its flows as they are now take new records; nothing it depends on"
                        + " has changed",
                "words | unchanged | nothing it depends on has changed",
                "ids | unchanged | nothing it depends on has changed",
                "out | unchanged | nothing it depends on has changed");
        project.sql(project.text().replace("SELECT id, upper(word) AS word", "SELECT id + 1L AS id, word"));
        Leat.Ended ended = Leat.run("plan", project.path());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).contains("events  fails", "Cannot keep the rows of the streaming table events");
    }
}
