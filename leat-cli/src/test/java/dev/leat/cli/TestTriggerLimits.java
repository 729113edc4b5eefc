package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of a source let a commit read, a run reads in as many commits as that takes. */
final class TestTriggerLimits {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project(String options) {
        return new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path 'in', header true%s);
                CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log);
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n FROM log GROUP BY word;
                CREATE SINK out USING csv OPTIONS (path 'out');
                CREATE FLOW f AS INSERT INTO out BY NAME SELECT id, word FROM STREAM(log);
                """.formatted(options));
    }

    private void write(ScratchProject project, String name, int second, String text) throws IOException {
        Files.setLastModifiedTime(project.file("in/" + name, text), FileTime.fromMillis(second * 1000L));
    }

    private static void assertCommits(ScratchProject project, int commits) {
        assertThat(Leat.run("status", project.path(), "--json").out()).startsWith("{\"commits\":" + commits + ",");
    }

    private void assertAll(ScratchProject project, String... words) {
        assertThat(project.rows("SELECT word FROM events ORDER BY id")).containsExactly(words);
        assertThat(project.rows("SELECT sum(n) FROM words")).containsExactly(String.valueOf(words.length));
        assertThat(project.rows("SELECT count(*), count(DISTINCT _c0) FROM csv.`" + folder + "/out`"))
                .containsExactly(words.length + "," + words.length);
    }

    @Test
    void aRunReadsAllFilesSomeInEachCommit() throws IOException {
        ScratchProject project = project(", maxFilesPerTrigger 2");
        for (int i = 0; i < 5; i++) {
            write(project, "f" + (9 - i) + ".csv", i, "id,word\n" + i + ",w" + i + "\n");
        }
        project.assertRun("events refreshed 5 5", "words refreshed 5 5", "out refreshed 5 5");
        assertCommits(project, 3);
        assertAll(project, "w0", "w1", "w2", "w3", "w4");
        project.assertRun("events unchanged 0 0", "words unchanged 0 0", "out unchanged 0 0");
        write(project, "g.csv", 9, "id,word\n5,w5\n");
        project.assertRun("events updated 1 1", "words updated 1 1", "out updated 1 1");
        assertAll(project, "w0", "w1", "w2", "w3", "w4", "w5");
    }

    @Test
    void rowsAreNotLateBecauseFilesAreReadOneAfterTheOther() throws IOException {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE log (ts TIMESTAMP, word STRING) USING csv OPTIONS (path 'in', maxFilesPerTrigger 1);
                CREATE STREAMING TABLE hours AS
                    SELECT window.start AS hour, count(*) AS n
                    FROM STREAM(log) WATERMARK ts DELAY OF INTERVAL 1 MINUTE
                    GROUP BY window(ts, '1 hour');
                """);
        for (int i = 0; i < 5; i++) {
            int hour = 14 - i;
            String lines = "2026-01-01T%1$d:05:00Z,a\n2026-01-01T%1$d:55:00Z,b\n".formatted(hour);
            write(project, "f" + i + ".csv", i, lines);
        }
        project.assertRun("hours refreshed 10 5");
        assertCommits(project, 5);
        assertThat(project.rows("SELECT date_format(hour, 'HH'), n FROM hours ORDER BY hour"))
                .containsExactly("10,2", "11,2", "12,2", "13,2", "14,2");
        assertThat(Leat.run("status", project.path()).out()).contains("2026-01-01T10:54:00Z");
        // All has been read: what comes now is late if it is earlier than all that came before.
        write(project, "g.csv", 9, "2026-01-01T09:00:00Z,c\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(Leat.run("errors", project.path(), "--format", "csv").out()).contains("09:00:00");
    }

    @Test
    void aGrowingFileIsReadInPieces() throws IOException {
        ScratchProject project = project(", maxBytesPerTrigger 12");
        write(project, "a.csv", 1, "id,word\n0,a\n1,b\n2,c\n3,d\n4,e\n");
        project.assertRun("events refreshed 5 5", "words refreshed 5 5", "out refreshed 5 5");
        assertCommits(project, 3);
        Files.move(folder.resolve("in/a.csv"), folder.resolve("in/a.csv.1"));
        Files.writeString(folder.resolve("in/a.csv.1"), "5,f\n6,g\n7,h\n8,i\n", StandardOpenOption.APPEND);
        project.file("in/a.csv", "id,word\n9,j\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertAll(project, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    }

    @Test
    void aViewAloneReadsAll() throws IOException {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path 'in', maxFilesPerTrigger 1);
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n FROM log GROUP BY word;
                """);
        write(project, "a.csv", 1, "1,a\n");
        write(project, "b.csv", 2, "2,b\n");
        project.assertRun("words refreshed 2 2");
        assertCommits(project, 1);
    }

    @Test
    void whatFailsDoesNotKeepTheRestFromBeingRead() throws IOException {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path 'in', maxFilesPerTrigger 1);
                CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log);
                CREATE STREAMING TABLE inverse AS SELECT 1 / id AS inverse FROM STREAM(log);
                """);
        write(project, "a.csv", 1, "1,a\n");
        write(project, "b.csv", 2, "0,b\n");
        write(project, "c.csv", 3, "3,c\n");
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).containsOnlyOnce("DIVIDE_BY_ZERO");
        assertThat(ScratchProject.results(ended)).containsExactly("events refreshed 3 3", "inverse failed - -");
        assertThat(project.rows("SELECT count(*) FROM events")).containsExactly("3");
    }

    @Test
    void aRunThatStaysUpReadsAll() throws IOException {
        ScratchProject project = project(", maxFilesPerTrigger 1");
        for (int i = 0; i < 4; i++) {
            write(project, "f" + i + ".csv", i, "id,word\n" + i + ",w" + i + "\n");
        }
        try (LeatProcess run = LeatProcess.start("run", project.path(), "--watch", "--interval", "20")) {
            run.awaitLine("commit 4: ");
            run.interrupt();
        }
        assertAll(project, "w0", "w1", "w2", "w3");
        assertCommits(project, 4);
    }

    @Test
    void valuesAreChecked() throws IOException {
        assertThat(project(", maxFilesPerTrigger 0").run().err())
                .contains("p.sql:1:", "error[OPTION]: Option maxFilesPerTrigger is 0, expected a number of 1 or more");
        assertThat(project(", maxBytesPerTrigger '10g'").run().err())
                .contains("error[OPTION]: Option maxBytesPerTrigger is 10g, expected a number of 1 or more");
        assertThat(project(", maxFilesPerTrigger 1, maxBytesPerTrigger 1").run().err())
                .contains("error[OPTION]: Options maxFilesPerTrigger and maxBytesPerTrigger cannot be given both");
    }
}
