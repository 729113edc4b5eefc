package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow of a stream adds what is new to its sink; any other replaces what it has written, if that has changed. */
final class TestSinkFlows {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void firstRun() throws IOException {
        project = new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log) WHERE id > 0;
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n FROM events GROUP BY word;
                CREATE SINK out USING csv OPTIONS (path 'out');
                CREATE FLOW new_events AS INSERT INTO out BY NAME SELECT id, word FROM STREAM(events);
                CREATE SINK counts USING csv OPTIONS (path 'counts');
                CREATE FLOW all_words AS INSERT INTO counts BY NAME SELECT * FROM words ORDER BY word;
                """);
        project.file("in/1.csv", "1,a\n2,b\n");
        project.assertRun("events refreshed 2 2", "words refreshed 2 2", "out refreshed 2 2", "counts refreshed 2 2");
        assertOut("part-00000-000001.csv: 1,a;2,b");
        assertThat(lines("counts")).containsExactly("part-00000.csv: a,1;b,1");
    }

    /** The files of a sink, each with its lines, which may come in any order. */
    private List<String> lines(String sink) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(sink))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .map(file -> file.getFileName() + ": "
                            + String.join(
                                    ";", project.lines(file).stream().sorted().toList()))
                    .toList();
        }
    }

    private void assertOut(String... files) throws IOException {
        assertThat(lines("out")).containsExactly(files);
    }

    @Test
    void sinksOfWhatHasNotChangedAreLeftAlone() throws IOException {
        project.assertRun("events unchanged 0 0", "words unchanged 0 0", "out unchanged 0 0", "counts unchanged 0 0");
        assertOut("part-00000-000001.csv: 1,a;2,b");
    }

    @Test
    void streamAddsAFileAndAViewReplacesIts() throws IOException {
        project.file("in/2.csv", "3,a\n0,z\n");
        project.assertRun("events updated 2 1", "words updated 1 2", "out updated 1 1", "counts refreshed 2 2");
        assertOut("part-00000-000001.csv: 1,a;2,b", "part-00000-000002.csv: 3,a");
        assertThat(lines("counts")).containsExactly("part-00000.csv: a,2;b,1");
    }

    @Test
    void rowsThatAreTakenBackReplaceTheFilesOfTheStream() throws IOException {
        Files.writeString(folder.resolve("in/1.csv"), "3,c", StandardOpenOption.APPEND);
        project.assertRun("events updated 1 1", "words updated 1 1", "out updated 1 1", "counts refreshed 3 3");
        Files.writeString(folder.resolve("in/1.csv"), "cc\n", StandardOpenOption.APPEND);
        project.assertRun("events updated 0 2", "words updated 2 2", "out refreshed 3 3", "counts refreshed 3 3");
        assertOut("part-00000-000003.csv: 1,a;2,b;3,ccc");
    }

    @Test
    void fileThatIsMissedIsWrittenAgainByAViewAndNotByAStream() throws IOException {
        Files.delete(folder.resolve("counts/part-00000.csv"));
        Files.delete(folder.resolve("out/part-00000-000001.csv"));
        project.assertRun("events unchanged 0 0", "words unchanged 0 0", "out unchanged 0 0", "counts refreshed 2 2");
        assertThat(lines("counts")).containsExactly("part-00000.csv: a,1;b,1");
        assertOut();
    }

    @Test
    void changedFlowOfAStreamTakesTheRowsThatAreNew() throws IOException {
        project.sql(project.text().replace("SELECT id, word FROM STREAM(events)", "SELECT word FROM STREAM(events)"));
        project.assertRun("events unchanged 0 0", "words unchanged 0 0", "out unchanged 0 0", "counts unchanged 0 0");
        project.file("in/2.csv", "3,a\n");
        project.assertRun("events updated 1 1", "words updated 1 2", "out updated 1 1", "counts refreshed 2 2");
        assertOut("part-00000-000001.csv: 1,a;2,b", "part-00000-000003.csv: a");
    }

    @Test
    void flowOfAStreamThatGroupsReplacesWhatItHasWritten() throws IOException {
        project.sql("""
                CREATE TABLE log (id INT, at TIMESTAMP) USING csv OPTIONS (path 'times');
                CREATE SINK hours USING csv OPTIONS (path 'hours');
                CREATE FLOW counting AS INSERT INTO hours BY NAME
                  SELECT hour(window.start) AS h, count(*) AS n
                  FROM STREAM(log) WATERMARK at DELAY OF INTERVAL 1 MINUTE GROUP BY window(at, '1 hour');
                """);
        project.file("times/1.csv", "1,2026-01-01 10:00:00\n2,2026-01-01 12:00:00\n");
        project.assertRun("hours refreshed 2 2");
        project.file("times/2.csv", "3,2026-01-01 10:30:00\n");
        assertThat(Leat.run("plan", project.path()).out()).contains("counting replaces what it has written");
        project.assertRun("hours refreshed 3 2");
        assertThat(lines("hours")).containsExactly("part-00000-000003.csv: 10,2;12,1");
        assertThat(Leat.run("errors", project.path()).out()).doesNotContain("late");
        assertThat(Leat.run("explain", project.path(), "hours").out())
                .contains(
                        "    full: a sink's flow stores no groups or rows of streams, so that all that it gives, late rows"
                                + " with it, replaces what it gave; a streaming table stores them\n")
                .doesNotContain("leat.errors");
    }

    @Test
    void explainSaysWhatAFlowAddsOrReplaces() {
        assertThat(Leat.run("explain", project.path(), "out").out())
                .contains("    delta: each added row once; nothing is stored\n");
        assertThat(Leat.run("explain", project.path(), "counts").out())
                .contains("    full: all that it gives replaces what it gave\n");
    }

    @Test
    void fullRefreshWritesAllAgain() throws IOException {
        project.file("in/2.csv", "3,a\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.run("--quiet", "--full-refresh").exitCode()).isZero();
        assertOut("part-00000-000003.csv: 1,a;2,b;3,a");
    }
}
