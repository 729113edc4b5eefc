package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that grow between runs, are cut in the middle of a line, renamed, copied, truncated and written anew. */
final class TestGrowingFiles {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void firstRun() {
        project = new ScratchProject(folder, """
                CREATE TABLE log (at INT, word STRING) USING csv OPTIONS (path 'in', header true);
                CREATE STREAMING TABLE events AS SELECT at, word FROM STREAM(log);
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n FROM log GROUP BY word;
                """);
        project.file("in/a.log", "at,word\n1,one\n2,two\n");
        project.assertRun("events refreshed 2 2", "words refreshed 2 2");
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
    }

    private void assertEvents(String... rows) {
        assertThat(project.rows("SELECT * FROM events ORDER BY at, word")).containsExactly(rows);
    }

    private void assertWords(String... rows) {
        assertThat(project.rows("SELECT * FROM words ORDER BY word")).containsExactly(rows);
    }

    @Test
    void onlyWhatIsAddedIsRead() throws IOException {
        append("in/a.log", "3,two\n");
        project.assertRun("events updated 1 1", "words updated 1 2");
        assertEvents("1,one", "2,two", "3,two");
        assertWords("one,1", "two,2");
        project.assertRun("events unchanged 0 0", "words unchanged 0 0");
    }

    @Test
    void lineThatWasReadBeforeItsEndIsTakenBackAndReadAgain() throws IOException {
        append("in/a.log", "3,thr");
        project.assertRun("events updated 1 1", "words updated 1 1");
        assertEvents("1,one", "2,two", "3,thr");
        append("in/a.log", "ee\n4,four\n");
        project.assertRun("events updated 1 3", "words updated 1 3");
        assertEvents("1,one", "2,two", "3,three", "4,four");
        assertWords("four,1", "one,1", "three,1", "two,1");
    }

    @Test
    void rowThatAnotherProgramMadeOfALineBeforeItsEndStays() throws IOException {
        String copies = """
                CREATE TABLE log (at INT, word STRING) USING csv OPTIONS (path 'in', header true);
                CREATE STREAMING TABLE events AS SELECT at, word FROM STREAM(log);
                CREATE STREAMING TABLE copies AS SELECT at, %s AS word FROM STREAM(events);
                """;
        project.sql(copies.formatted("word"));
        append("in/a.log", "3,thr");
        project.assertRun("events updated 1 1", "copies refreshed 3 3");
        project.sql(copies.formatted("upper(word)"));
        project.assertRun("events unchanged 0 0", "copies unchanged 0 0");
        append("in/a.log", "ee\n");
        project.assertRun("events updated 0 2", "copies updated 2 1");
        assertEvents("1,one", "2,two", "3,three");
        assertThat(project.rows("SELECT * FROM copies ORDER BY at, word"))
                .containsExactly("1,one", "2,two", "3,THREE", "3,thr");
    }

    @Test
    void whatIsToldOfAFileMayBeAnotherWhenALineIsTakenBack() throws IOException {
        project.sql("""
                CREATE TABLE log (at INT, word STRING) USING csv OPTIONS (path 'in', header true);
                CREATE STREAMING TABLE named AS SELECT at, word, _metadata.file_modification_time AS modified FROM STREAM(log);
                """);
        append("in/a.log", "3,thr");
        Files.setLastModifiedTime(folder.resolve("in/a.log"), FileTime.fromMillis(1));
        project.assertRun("named refreshed 3 3");
        append("in/a.log", "ee\n");
        project.assertRun("named updated 0 1");
        assertThat(project.rows("SELECT at, word FROM named ORDER BY at, word"))
                .containsExactly("1,one", "2,two", "3,thr", "3,three");
    }

    @Test
    void lineEndAloneChangesNothing() throws IOException {
        append("in/a.log", "3,three");
        project.assertRun("events updated 1 1", "words updated 1 1");
        append("in/a.log", "\n");
        project.assertRun("events updated 0 0", "words updated 0 0");
        assertEvents("1,one", "2,two", "3,three");
    }

    @Test
    void renamedFileIsReadOn() throws IOException {
        append("in/a.log", "3,three\n");
        Files.move(folder.resolve("in/a.log"), folder.resolve("in/a.log.1"));
        project.file("in/a.log", "at,word\n4,four\n");
        project.assertRun("events updated 2 2", "words refreshed 4 4");
        assertEvents("1,one", "2,two", "3,three", "4,four");
        project.assertRun("events unchanged 0 0", "words unchanged 0 0");
    }

    @Test
    void fileThatTakesTheNameOfAnotherWasRead() throws IOException {
        project.file("in/b.log", "at,word\n3,three\n");
        project.assertRun("events updated 1 1", "words updated 1 1");
        Files.move(folder.resolve("in/b.log"), folder.resolve("in/a.log"), StandardCopyOption.REPLACE_EXISTING);
        project.run("--quiet");
        append("in/a.log", "4,four\n");
        project.run("--quiet");
        assertEvents("1,one", "2,two", "3,three", "4,four");
        assertWords("four,1", "three,1");
    }

    @Test
    void copiedAndTruncatedFileIsReadOn() throws IOException {
        append("in/a.log", "3,three\n");
        Files.copy(folder.resolve("in/a.log"), folder.resolve("in/a.log.1"), StandardCopyOption.REPLACE_EXISTING);
        project.file("in/a.log", "");
        project.assertRun("events updated 1 1", "words refreshed 3 3");
        append("in/a.log", "at,word\n4,four\n");
        project.assertRun("events updated 1 1", "words updated 1 1");
        assertEvents("1,one", "2,two", "3,three", "4,four");
    }

    @Test
    void copyInThePlaceOfAnEmptyFileIsReadOn() throws IOException {
        project.file("in/a.log.1", "");
        project.assertRun("events unchanged 0 0", "words unchanged 0 0");
        append("in/a.log", "3,three\n");
        Files.copy(folder.resolve("in/a.log"), folder.resolve("in/a.log.1"), StandardCopyOption.REPLACE_EXISTING);
        project.file("in/a.log", "");
        project.run("--quiet");
        assertEvents("1,one", "2,two", "3,three");
        append("in/a.log", "at,word\n4,four\n");
        project.run("--quiet");
        assertEvents("1,one", "2,two", "3,three", "4,four");
    }

    @Test
    void fileThatHadTheNameIsKnownWhenItIsSeenLater() throws IOException {
        Files.createDirectories(folder.resolve("away"));
        Files.move(folder.resolve("in/a.log"), folder.resolve("away/a.log"));
        project.file("in/a.log", "at,word\n4,four\n");
        project.assertRun("events updated 1 1", "words refreshed 1 1");
        append("away/a.log", "3,three\n");
        Files.move(folder.resolve("away/a.log"), folder.resolve("in/a.log.1"));
        project.assertRun("events updated 1 1", "words updated 3 3");
        assertEvents("1,one", "2,two", "3,three", "4,four");
        project.assertRun("events unchanged 0 0", "words unchanged 0 0");
    }

    @Test
    void otherContentUnderTheNameIsNew() {
        project.file("in/a.log", "at,word\n5,five\n6,six\n7,seven\n");
        project.assertRun("events updated 3 3", "words refreshed 3 3");
        assertEvents("1,one", "2,two", "5,five", "6,six", "7,seven");
        assertWords("five,1", "seven,1", "six,1");
    }

    @Test
    void rowsOfAStreamStayWhenItsFlowChanges() throws IOException {
        Files.delete(folder.resolve("in/a.log"));
        project.sql(
                project.text().replace("SELECT at, word FROM STREAM", "SELECT at, upper(word) AS word FROM STREAM"));
        project.file("in/b.log", "at,word\n3,three\n");
        project.assertRun("events updated 1 1", "words refreshed 1 1");
        assertEvents("1,one", "2,two", "3,THREE");
    }

    @Test
    void recordThatWasNotCompleteIsNotTakenBackFromAnotherFlow() throws IOException {
        append("in/a.log", "3,thr");
        project.assertRun("events updated 1 1", "words updated 1 1");
        project.sql(
                project.text().replace("SELECT at, word FROM STREAM", "SELECT at, upper(word) AS word FROM STREAM"));
        append("in/a.log", "ee\n");
        project.assertRun("events updated 1 1", "words updated 0 2");
        assertEvents("1,one", "2,two", "3,THREE", "3,thr");
    }

    @Test
    void otherColumnsOfAStreamAreRefused() {
        String before = project.text();
        project.sql(before.replace("SELECT at, word FROM STREAM", "SELECT at FROM STREAM"));
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "error[PROJECT]: Cannot keep the rows of the streaming table events: its columns are"
                                + " [at INT, word STRING], and its flows give [at INT] (word is missing). Only columns that"
                                + " may be NULL can be added. Give it its columns back, or compute it anew from what its sources hold now: run with --full-refresh --refresh events");
        project.sql(before);
        assertEvents("1,one", "2,two");
        project.sql(before.replace("SELECT at, word FROM STREAM", "SELECT at FROM STREAM"));
        assertThat(project.run("--quiet", "--full-refresh", "--refresh", "events")
                        .exitCode())
                .isZero();
        assertThat(project.rows("SELECT * FROM events ORDER BY at")).containsExactly("1", "2");
    }

    @Test
    void newFileLikeOneThatIsGoneIsNew() throws IOException {
        Files.delete(folder.resolve("in/a.log"));
        Files.createFile(folder.resolve("takes-the-place-in-the-file-system"));
        project.file("in/b.log", "at,word\n1,one\n2,two\n");
        project.assertRun("events updated 2 2", "words refreshed 2 2");
        assertEvents("1,one", "1,one", "2,two", "2,two");
    }

    @Test
    void emptyFirstLineIsReadOnce() throws IOException {
        project.sql("""
                CREATE TABLE texts (line STRING) USING text OPTIONS (path 'lines');
                CREATE STREAMING TABLE lines AS SELECT line FROM STREAM(texts);
                CREATE MATERIALIZED VIEW counts AS SELECT line, count(*) AS n FROM texts GROUP BY line;
                """);
        project.file("lines/a.log", "\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.rows("SELECT length(line) FROM lines")).containsExactly("0");
        append("lines/a.log", "abc\n");
        project.assertRun("lines updated 1 1", "counts updated 1 1");
        assertThat(project.rows("SELECT length(line) FROM lines ORDER BY line")).containsExactly("0", "3");
        assertThat(project.rows("SELECT length(line), n FROM counts ORDER BY line"))
                .containsExactly("0,1", "3,1");
        append("lines/a.log", "\n");
        project.assertRun("lines updated 1 1", "counts updated 1 2");
        assertThat(project.rows("SELECT length(line) FROM lines ORDER BY line")).containsExactly("0", "0", "3");
    }

    @Test
    void headerAfterBlankLinesIsNoRow() throws IOException {
        for (String blank : List.of("\n\n", "\n", " \n\t\r\n", "\uFEFF\n", "\uFEFF")) {
            project.file("in/b.log", blank);
            assertThat(project.run("--quiet").exitCode()).isZero();
            append("in/b.log", "at,word\n3,three\n");
            assertThat(project.run("--quiet").exitCode()).isZero();
            append("in/b.log", "4,four\n");
            project.assertRun("events updated 1 1", "words updated 1 1");
            assertEvents("1,one", "2,two", "3,three", "4,four");
            assertWords("four,1", "one,1", "three,1", "two,1");
            Files.delete(folder.resolve("in/b.log"));
            assertThat(project.run("--quiet", "--full-refresh").exitCode()).isZero();
        }
    }
}
