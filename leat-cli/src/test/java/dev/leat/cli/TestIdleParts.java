package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.run.RunReport;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.Outcome;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How files that get no rows for a while hold up a watermark, and for how long. */
final class TestIdleParts {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String BY_TIME = """
            CREATE TABLE ev (t TIMESTAMP, v INT) USING csv OPTIONS (path 'in');
            CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES
            GROUP BY t;
            """;

    @TempDir
    private Path folder = Path.of("");

    private void add(String file, String... times) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        for (String time : times) {
            String line = (time.isEmpty() ? "" : "2026-01-01T" + time + ":00Z") + ",1\n";
            Files.writeString(path, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Runs the project so many seconds after the start; the watermark of each read then, and its late rows. */
    private List<String> run(ScratchProject project, long seconds) {
        return run(project, seconds, seconds);
    }

    /** Runs it so many seconds after the start, while the time of day says that it were more or less. */
    private List<String> run(ScratchProject project, long seconds, long secondsOfDay) {
        try (EngineRun engine = EngineRun.open(
                project, folder.resolve("state"), new SparkFileReaders(), after(secondsOfDay), after(seconds))) {
            RunReport report = engine.run();
            assertThat(report.outcomes()).allMatch(outcome -> outcome.status() == Outcome.Status.REFRESHED);
            return engine.status().reads().stream().map(TestIdleParts::shown).toList();
        }
    }

    private static Clock after(long seconds) {
        return Clock.fixed(START.plus(Duration.ofSeconds(seconds)), ZoneOffset.UTC);
    }

    private static String shown(EngineStatus.ReadStatus read) {
        return read.watermark().map(Instant::toString).orElse("none").replaceAll(".*T(.....).*", "$1") + " late "
                + read.counts().late();
    }

    @Test
    void fileThatIsBehindHoldsUpTheOthersForAMinute() throws IOException {
        ScratchProject project = heldUp(BY_TIME);
        add("in/b.csv", "13:00");
        assertThat(run(project, 60)).containsExactly("09:50 late 0");
        add("in/b.csv", "13:10", "09:55");
        assertThat(run(project, 61)).containsExactly("13:00 late 0");
        add("in/a.csv", "12:59", "13:00");
        assertThat(run(project, 62)).containsExactly("13:00 late 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''|60",
                "''|idleTimeout '10 seconds'|10",
                "SET leat.watermark.idleTimeout = INTERVAL 1 MINUTE 5 SECONDS;|''|65",
                "SET leat.watermark.idleTimeout = never;|idleTimeout '2 minutes'|120",
                "SET leat.watermark.idleTimeout = 1 second;|idleTimeout '1 day'|86400"
            })
    void fileIsIdleAfterTheTimeOfItsSourceOrProject(String setting, String option, long seconds) throws IOException {
        ScratchProject project = heldUp(definitions(setting, option));
        add("in/b.csv", "13:00");
        assertThat(run(project, seconds)).containsExactly("09:50 late 0");
        add("in/b.csv", "13:10");
        assertThat(run(project, seconds + 1)).containsExactly("13:00 late 0");
    }

    /** A project whose second file is two hours further than its first. */
    private ScratchProject heldUp(String definitions) throws IOException {
        ScratchProject project = new ScratchProject(folder, definitions);
        add("in/a.csv", "10:00");
        add("in/b.csv", "12:00");
        assertThat(run(project, 0)).containsExactly("09:50 late 0");
        return project;
    }

    private static String definitions(String setting, String option) {
        return (setting.isEmpty() ? "" : setting + "\n")
                + (option.isEmpty() ? BY_TIME : BY_TIME.replace("path 'in'", "path 'in', " + option));
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "NEVER", "0", "0 seconds"})
    void fileIsNeverIdleWhereThatIsAskedFor(String never) throws IOException {
        ScratchProject project = heldUp(definitions("", "idleTimeout '" + never + "'"));
        add("in/b.csv", "13:00");
        assertThat(run(project, 10_000_000)).containsExactly("09:50 late 0");
        add("in/a.csv", "13:00");
        assertThat(run(project, 10_000_001)).containsExactly("12:50 late 0");
    }

    @Test
    void timeOfFilesMayBeAnotherFromCommitToCommit() throws IOException {
        ScratchProject project = heldUp(definitions("", "idleTimeout 'never'"));
        project.sql(definitions("", "idleTimeout '1 hour'"));
        assertThat(Leat.run("explain", project.path()).out()).contains("parts without rows are idle after 1 hour");
        add("in/b.csv", "13:00");
        assertThat(run(project, 3601)).containsExactly("12:50 late 0");
        assertThat(project.rows("SELECT count(*) FROM sums", "--state", folder.resolve("state")))
                .containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "10",
                "-1 seconds",
                "1 month",
                "1.5 hours",
                "1 decade",
                "1 minute,",
                "999999999999 weeks"
            })
    void otherTimesAreRefused(String time) {
        String expected =
                "is " + time + ", expected a time of whole weeks, days, hours, minutes, seconds, milliseconds or"
                        + " microseconds, such as 30 seconds or 1 hour 30 minutes, or never";
        ScratchProject project = new ScratchProject(folder, definitions("", "idleTimeout '" + time + "'"));
        Leat.Ended ended = Leat.run("check", project.path());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("error[OPTION]: Option idleTimeout " + expected);
        project.sql(definitions("SET leat.watermark.idleTimeout = " + time + ";", ""));
        if (!time.isEmpty()) {
            assertThat(Leat.run("check", project.path()).err())
                    .contains("error[OPTION]: The setting leat.watermark.idleTimeout " + expected);
        }
    }

    @Test
    void timeOfDayThatIsSetMakesNoFileIdle() throws IOException {
        ScratchProject project = heldUp(BY_TIME);
        add("in/b.csv", "13:00");
        assertThat(run(project, 30, 86_400)).containsExactly("09:50 late 0");
        add("in/b.csv", "13:01");
        assertThat(run(project, 45, -86_400)).containsExactly("09:50 late 0");
        add("in/b.csv", "13:02");
        assertThat(run(project, 61, 0)).containsExactly("12:52 late 0");
    }

    @Test
    void timeOfDayThatIsPutBackMakesNoCommitEarlierThanTheLast() throws IOException {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE log (t TIMESTAMP, n INT) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE seen AS SELECT n, now() AS at FROM STREAM(log);
                """);
        for (long secondsOfDay : List.of(0L, 10L, -3600L, 5L, 11L)) {
            add("in/a.csv", "10:00");
            run(project, 0, secondsOfDay);
        }
        assertThat(project.rows("SELECT unix_seconds(at) FROM seen ORDER BY 1", "--state", folder.resolve("state")))
                .isEqualTo(Stream.of(0, 10, 10, 10, 11)
                        .map(second -> Long.toString(START.getEpochSecond() + second))
                        .toList());
    }

    @Test
    void fileThatComesBackDoesNotTakeTheWatermarkBack() throws IOException {
        ScratchProject project = new ScratchProject(folder, BY_TIME);
        add("in/a.csv", "10:00");
        run(project, 0);
        add("in/b.csv", "12:00");
        assertThat(run(project, 100)).containsExactly("11:50 late 0");
        add("in/a.csv", "11:55");
        assertThat(run(project, 101)).containsExactly("11:50 late 0");
        add("in/b.csv", "15:00");
        assertThat(run(project, 102)).containsExactly("11:50 late 0");
        add("in/a.csv", "15:00");
        assertThat(run(project, 103)).containsExactly("14:50 late 0");
    }

    @Test
    void fileWithoutTimesHoldsUpTheOthersForAMinute() throws IOException {
        ScratchProject project = new ScratchProject(folder, BY_TIME);
        add("in/a.csv", "");
        add("in/b.csv", "12:00");
        assertThat(run(project, 0)).containsExactly("none late 0");
        add("in/b.csv", "12:10", "");
        assertThat(run(project, 90)).containsExactly("12:00 late 0");
    }

    @Test
    void clockThatIsPutBackLeavesTheWatermark() throws IOException {
        ScratchProject project = new ScratchProject(folder, BY_TIME);
        add("in/a.csv", "12:00");
        assertThat(run(project, 1000)).containsExactly("11:50 late 0");
        add("in/b.csv", "13:00");
        assertThat(run(project, 0)).containsExactly("11:50 late 0");
        add("in/b.csv", "13:10");
        assertThat(run(project, 61)).containsExactly("13:00 late 0");
    }

    @Test
    void readThatIsIdleFollowsTheOthers() throws IOException {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE ev (t TIMESTAMP, v INT) USING csv OPTIONS (path 'in');
                CREATE TABLE others (t TIMESTAMP, v INT) USING csv OPTIONS (path 'others');
                CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v FROM (
                  SELECT * FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES
                  UNION ALL SELECT * FROM STREAM others WATERMARK t DELAY OF INTERVAL 10 MINUTES) GROUP BY t;
                """);
        add("in/a.csv", "12:00");
        add("others/a.csv", "10:00");
        assertThat(run(project, 0)).containsExactly("11:50 late 0", "09:50 late 0");
        add("in/a.csv", "13:00");
        assertThat(run(project, 61)).containsExactly("12:50 late 0", "12:50 late 0");
        add("others/a.csv", "12:00", "12:50");
        assertThat(run(project, 62)).containsExactly("12:50 late 0", "12:50 late 1");
    }
}
