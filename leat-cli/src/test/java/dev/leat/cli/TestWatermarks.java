package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that come later than a watermark says, in streaming tables of groups. */
final class TestWatermarks {
    private static final String EVENTS =
            "CREATE TABLE ev (t TIMESTAMP, k STRING, v INT) USING csv OPTIONS (path 'in');\n";

    private static final String BY_TIME =
            "CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES"
                    + " GROUP BY t;\n";

    @TempDir
    private Path folder = Path.of("");

    private static String at(String time, String rest) {
        return "2026-01-01T" + time + ":00Z," + rest + "\n";
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
    }

    private static void succeed(ScratchProject project, Object... options) {
        Leat.Ended ended = project.run(options);
        assertThat(ended.err()).doesNotContain("error");
        assertThat(ended.exitCode()).isZero();
    }

    /** Kind, reason, file, position and content of each record that was not accepted. */
    private List<String> errors(ScratchProject project, String name) {
        Leat.Ended ended = Leat.run("errors", project.path(), name, "--format", "csv");
        assertThat(ended.exitCode()).isZero();
        return ended.out()
                .lines()
                .skip(1)
                .map(line -> line.replace(folder + "/", "").replaceAll("^[^,]*,[^,]*,[^,]*,", ""))
                .toList();
    }

    /** The accepted, malformed and late records and the watermark of each source that a table reads. */
    private static List<String> status(ScratchProject project, String table) {
        return Leat.run("status", project.path())
                .out()
                .lines()
                .map(line -> line.split(" +", -1))
                .filter(cells -> cells.length == 11 && cells[1].equals(table))
                .map(cells -> String.join(" ", cells[0], cells[6], cells[7], cells[8], cells[10]))
                .toList();
    }

    /** The rows of a table, and those that its groups are kept in. */
    private static String rowsAndState(ScratchProject project, String table) {
        return Leat.run("status", project.path())
                .out()
                .lines()
                .map(line -> line.split(" +", -1))
                .filter(cells -> cells.length == 4 && cells[0].equals(table))
                .map(cells -> cells[1] + " " + cells[3])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lateRowsAreCountedAndKeptApart() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + BY_TIME);
        project.file("in/a.csv", at("10:00", "a,1") + at("10:30", "a,2") + ",a,3\n");
        succeed(project);
        assertThat(status(project, "sums")).containsExactly("ev 3 0 0 2026-01-01T10:20:00Z");

        append(
                "in/a.csv",
                at("10:19", "a,10") + at("10:20", "\"a\",20") + at("09:00", "\"a\",30") + ",a,40\nbad,b,50\n");
        Leat.Ended ended = project.run();

        assertThat(ended.out())
                .containsPattern("accepted +malformed +late +on Spark's parser\n[- ]+\nev +1 +2 +1 +2 +3\n");
        assertThat(status(project, "sums")).containsExactly("ev 5 1 2 2026-01-01T10:20:00Z");
        assertThat(errors(project, "sums"))
                .filteredOn(line -> line.startsWith("late"))
                .containsExactlyInAnyOrder(
                        "late,its time 2026-01-01 10:19:00 UTC is before the watermark 2026-01-01 10:20:00 UTC,in/a.csv,55,"
                                + "\"{\"\"t\"\":\"\"2026-01-01 10:19:00\"\",\"\"v\"\":10}\"",
                        "late,its time 2026-01-01 09:00:00 UTC is before the watermark 2026-01-01 10:20:00 UTC,in/a.csv,109,"
                                + "\"{\"\"t\"\":\"\"2026-01-01 09:00:00\"\",\"\"v\"\":30}\"");
        assertThat(project.rows("SELECT * FROM sums ORDER BY t"))
                .containsExactly(",93", "2026-01-01 10:00:00,1", "2026-01-01 10:20:00,20", "2026-01-01 10:30:00,2");
    }

    @Test
    void malformedRecordWhoseRowIsLateStaysMalformed() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + BY_TIME);
        project.file("in/a.csv", at("10:00", "a,1") + at("10:30", "a,2"));
        succeed(project);

        append("in/a.csv", at("09:00", "a,wrong") + at("09:01", "a,3") + at("10:40", "a,wrong") + at("10:40", "a,4"));
        succeed(project);

        assertThat(status(project, "sums")).containsExactly("ev 3 2 1 2026-01-01T10:30:00Z");
        assertThat(errors(project, "sums"))
                .extracting(line -> line.replaceAll(",.*", ""))
                .containsExactlyInAnyOrder("malformed", "late", "late", "malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json | {'t':'2026-01-01T12:00:00Z','v':1} | {'t':'2026-01-01T10:00:00Z','v':2}",
                "json | {'t':'2026-01-01T12:00:00Z','v':1} | { 't' : '2026-01-01T10:00:00Z', 'v':2, 'w': [1]}",
                "csv  | 2026-01-01T12:00:00Z,1 | 2026-01-01T10:00:00Z,2",
                "csv  | 2026-01-01T12:00:00Z,1 | '2026-01-01T10:00:00Z','2'"
            })
    void positionIsWhereTheLineBegins(String format, String first, String late) {
        ScratchProject project = new ScratchProject(
                folder, "CREATE TABLE ev (t TIMESTAMP, v INT) USING " + format + " OPTIONS (path 'in');\n" + BY_TIME);
        project.file("in/a", first.replace('\'', '"') + "\n");
        succeed(project);
        String before = first.replace("12:00", "12:01").replace('\'', '"') + "\nä\n\n";
        project.file("in/a", first.replace('\'', '"') + "\n" + before + late.replace('\'', '"') + "\n");
        succeed(project);

        int position = first.length() + 1 + before.length() + 1;
        assertThat(errors(project, "sums"))
                .filteredOn(line -> line.startsWith("late"))
                .singleElement()
                .asString()
                .contains(",in/a," + position + ",");
    }

    @Test
    void positionsOfFilesWithAHeaderCountIt() throws IOException {
        ScratchProject project = new ScratchProject(
                folder, "CREATE TABLE ev (t TIMESTAMP, v INT) USING csv OPTIONS (path 'in', header true);\n" + BY_TIME);
        project.file("in/a.csv", "t,v\n" + at("12:00", "1"));
        succeed(project);
        append("in/a.csv", at("10:00", "2"));
        project.file("in/b.csv", "t,v\n" + at("10:00", "3") + at("12:00", "4"));
        succeed(project);

        assertThat(errors(project, "sums"))
                .hasSize(2)
                .anyMatch(line -> line.contains(",in/a.csv,27,"))
                .anyMatch(line -> line.contains(",in/b.csv,4,"));
        assertThat(project.rows("SELECT * FROM sums")).containsExactly("2026-01-01 12:00:00,5");
    }

    @Test
    void linesOfTextAreLate() throws IOException {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE ev USING text OPTIONS (path 'in');
                CREATE STREAMING TABLE sums AS SELECT t, count(*) AS n
                FROM (SELECT CAST(value AS TIMESTAMP) AS t FROM STREAM ev) WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY t;
                """);
        project.file("in/a.txt", "2026-01-01 12:00:00\n");
        succeed(project);
        append("in/a.txt", "2026-01-01 12:30:00\n2026-01-01 11:00:00\n");
        succeed(project);

        assertThat(errors(project, "sums")).singleElement().asString().contains(",in/a.txt,40,");
    }

    @Test
    void rowsOfPartitionedParquetHaveTheirNumber() {
        ScratchProject project = new ScratchProject(
                folder,
                "CREATE TABLE ev USING parquet OPTIONS (path 'in');\n"
                        + BY_TIME.replace(" GROUP", " WHERE k = 'b' GROUP"));
        parquet("in/k=b/a.parquet", "(TIMESTAMPTZ '2026-01-01 12:00:00Z', 1)");
        succeed(project);
        parquet(
                "in/k=b/b.parquet",
                "(TIMESTAMPTZ '2026-01-01 12:00:00Z', 1), (TIMESTAMPTZ '2026-01-01 11:49:00Z', 2),"
                        + " (TIMESTAMPTZ '2026-01-01 11:50:00Z', 3)");
        parquet("in/k=c/b.parquet", "(TIMESTAMPTZ '2026-01-01 11:00:00Z', 1)");
        succeed(project);

        assertThat(errors(project, "sums")).singleElement().asString().contains(",in/k=b/b.parquet,1,", "\"\"v\"\":2");
        assertThat(project.rows("SELECT * FROM sums ORDER BY t"))
                .containsExactly("2026-01-01 11:50:00,3", "2026-01-01 12:00:00,2");
    }

    private void parquet(String name, String rows) {
        DuckDbFile.writeParquet(folder.resolve(name), "SELECT * FROM (VALUES " + rows + ") AS r (t, v)");
    }

    @Test
    void fullRefreshTakesLateRows() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + BY_TIME);
        project.file("in/a.csv", at("12:00", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:00", "a,2"));
        succeed(project);
        assertThat(status(project, "sums")).containsExactly("ev 1 0 1 2026-01-01T11:50:00Z");

        succeed(project, "--full-refresh");

        assertThat(errors(project, "sums")).isEmpty();
        assertThat(status(project, "sums")).containsExactly("ev 2 0 0 2026-01-01T11:50:00Z");
        assertThat(project.rows("SELECT * FROM sums ORDER BY t"))
                .containsExactly("2026-01-01 11:00:00,2", "2026-01-01 12:00:00,1");
    }

    @Test
    void anotherDelayComputesTheGroupsAnew() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + BY_TIME);
        project.file("in/a.csv", at("12:00", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:00", "a,2"));
        succeed(project);

        project.sql(EVENTS + BY_TIME.replace("10 MINUTES", "2 HOURS"));
        succeed(project);
        append("in/a.csv", at("10:00", "a,3") + at("09:59", "a,4"));
        succeed(project);

        assertThat(status(project, "sums")).containsExactly("ev 3 0 1 2026-01-01T10:00:00Z");
        assertThat(project.rows("SELECT * FROM sums ORDER BY t"))
                .containsExactly("2026-01-01 10:00:00,3", "2026-01-01 11:00:00,2", "2026-01-01 12:00:00,1");
    }

    @Test
    void eachReadOfAUnionHasItsOwnWatermark() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v FROM (
                  SELECT t, v FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES
                  UNION ALL SELECT t, 10 * v FROM STREAM ev WATERMARK t DELAY OF INTERVAL 2 HOURS) GROUP BY t;
                """);
        project.file("in/a.csv", at("12:00", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:00", "a,2") + at("09:00", "a,3"));
        succeed(project);

        assertThat(project.rows("SELECT * FROM sums ORDER BY t"))
                .containsExactly("2026-01-01 11:00:00,20", "2026-01-01 12:00:00,11");
        assertThat(status(project, "sums")).containsExactly("ev 3 0 3 2026-01-01T10:00:00Z");
    }

    @Test
    void rowsThatAreJoinedWithATableAreLateByThemselves() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE TABLE names (k STRING, name STRING) USING csv OPTIONS (path 'names');
                CREATE STREAMING TABLE sums AS SELECT t, name, sum(v) AS v
                FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES AS e JOIN names ON e.k = names.k GROUP BY t, name;
                """);
        project.file("names/n.csv", "a,ann\na,anna\n");
        project.file("in/a.csv", at("12:00", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:00", "a,2") + at("11:50", "a,3"));
        succeed(project);

        assertThat(errors(project, "sums")).hasSize(1);
        assertThat(project.rows("SELECT * FROM sums ORDER BY t, name"))
                .containsExactly(
                        "2026-01-01 11:50:00,ann,3",
                        "2026-01-01 11:50:00,anna,3",
                        "2026-01-01 12:00:00,ann,1",
                        "2026-01-01 12:00:00,anna,1");
    }

    @Test
    void recordIsLateOnceThoughItMakesManyRows() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE sums AS SELECT t, sum(x) AS v
                FROM (SELECT t, explode(sequence(1, v)) AS x FROM STREAM ev) WATERMARK t DELAY OF INTERVAL 10 MINUTES
                GROUP BY t;
                """);
        project.file("in/a.csv", at("12:00", "a,3"));
        succeed(project);
        append("in/a.csv", at("11:00", "a,3"));
        succeed(project);

        assertThat(errors(project, "sums")).hasSize(3).allMatch(line -> line.contains(",in/a.csv,25,"));
        assertThat(status(project, "sums")).containsExactly("ev 1 0 1 2026-01-01T11:50:00Z");
    }

    @Test
    void rowsOfAnotherStreamingTableAreLateWithoutAPlace() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE raw AS SELECT t, v FROM STREAM ev;
                CREATE TEMPORARY VIEW seen AS SELECT * FROM STREAM raw WHERE v > 0;
                CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v FROM STREAM seen WATERMARK t DELAY OF INTERVAL 10 MINUTES
                GROUP BY t;
                """);
        project.file("in/a.csv", at("12:00", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:00", "a,2") + at("11:00", "a,-1"));
        Leat.Ended ended = project.run();

        assertThat(ended.out()).containsPattern("\nraw +1 +0 +0 +1 +0\n");
        assertThat(errors(project, "sums")).singleElement().asString().contains("UTC,\"\",-1,");
        assertThat(project.rows("SELECT * FROM raw")).hasSize(3);
        assertThat(project.rows("SELECT * FROM sums")).containsExactly("2026-01-01 12:00:00,1");
    }

    @Test
    void groupsThatTheWatermarkHasPassedAreForgottenButStayInTheTable() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE counts AS SELECT window.start AS s, count(*) AS n
                FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY window(t, '10 minutes');
                """);
        StringBuilder minutes = new StringBuilder();
        for (int minute = 0; minute < 24 * 60; minute++) {
            minutes.append(at("%02d:%02d".formatted(minute / 60, minute % 60), "a,1"));
        }
        project.file("in/a.csv", minutes.toString());
        succeed(project);
        assertThat(project.rows("SELECT count(*), sum(n) FROM counts")).containsExactly("144,1440");
        assertThat(rowsAndState(project, "counts")).isEqualTo("144 2");

        append("in/a.csv", at("23:49", "a,1") + at("23:48", "a,1"));
        succeed(project);
        assertThat(project.rows("SELECT * FROM counts WHERE n > 10")).containsExactly("2026-01-01 23:40:00,11");
        assertThat(rowsAndState(project, "counts")).isEqualTo("144 2");
    }

    @Test
    void groupsOfClosedGroupsAreFoundFromAllOfThem() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE peaks AS SELECT window(w, '1 hour').start AS s, max(n) AS n FROM (
                  SELECT window(t, '1 minute') AS w, count(*) AS n FROM STREAM ev WATERMARK t DELAY OF INTERVAL 1 MINUTE
                  GROUP BY window(t, '1 minute')) GROUP BY window(w, '1 hour');
                """);
        project.file("in/a.csv", at("12:00", "a,1") + at("12:00", "a,1") + at("12:00", "a,1") + at("12:10", "a,1"));
        succeed(project);
        append("in/a.csv", at("12:10", "a,1"));
        succeed(project);

        assertThat(project.rows("SELECT * FROM peaks")).containsExactly("2026-01-01 12:00:00,3");
    }

    @Test
    void leastTimeThereIsMakesNothingLate() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + BY_TIME);
        project.file("in/a.csv", "-290308-12-21T20:00:00Z,a,1\n");
        succeed(project);
        append("in/a.csv", at("12:00", "a,1"));
        succeed(project);

        assertThat(errors(project, "sums")).isEmpty();
        assertThat(status(project, "sums")).containsExactly("ev 2 0 0 2026-01-01T11:50:00Z");
    }

    @Test
    void timeOfAWindowIsItsEnd() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE counts AS SELECT w.start AS s, count(*) AS n
                FROM STREAM ev WATERMARK window(t, '10 minutes') AS w DELAY OF INTERVAL 10 MINUTES GROUP BY w;
                """);
        project.file("in/a.csv", at("12:05", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:49", "a,2") + at("11:50", "a,3"));
        succeed(project);

        assertThat(errors(project, "counts"))
                .singleElement()
                .asString()
                .contains("{\"\"start\"\":\"\"2026-01-01 11:40:00\"\",\"\"end\"\":\"\"2026-01-01 11:50:00\"\"}");
        assertThat(project.rows("SELECT * FROM counts ORDER BY s"))
                .containsExactly("2026-01-01 11:50:00,1", "2026-01-01 12:00:00,1");
    }

    @Test
    void watermarkAboveAnotherIsOneMore() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v FROM (
                  SELECT * FROM (SELECT * FROM STREAM ev WATERMARK t DELAY OF INTERVAL 1 HOUR)
                  WATERMARK t DELAY OF INTERVAL 10 MINUTES) GROUP BY t;
                """);
        project.file("in/a.csv", at("12:00", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:30", "a,2") + at("10:00", "a,3") + at("11:50", "a,4"));
        succeed(project);

        assertThat(errors(project, "sums")).hasSize(2);
        assertThat(project.rows("SELECT * FROM sums ORDER BY t"))
                .containsExactly("2026-01-01 11:50:00,4", "2026-01-01 12:00:00,1");
    }

    @Test
    void groupsThatDoNotMergeAreFoundFromTheRowsInTime() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE lists AS SELECT t, sort_array(collect_list(v)) AS v
                FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY t;
                """);
        project.file("in/a.csv", at("12:00", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:00", "a,2") + at("12:00", "a,3") + at("11:55", "a,4"));
        succeed(project);

        assertThat(errors(project, "lists")).hasSize(1);
        assertThat(project.rows("SELECT t, array_join(v, ' ') FROM lists ORDER BY t"))
                .containsExactly("2026-01-01 11:55:00,4", "2026-01-01 12:00:00,1 3");
        // The rows, and their groups, are forgotten once the watermark has passed them.
        append("in/a.csv", at("13:00", "a,5"));
        succeed(project);
        assertThat(project.rows("SELECT count(*) FROM lists")).containsExactly("3");
        assertThat(Leat.run("status", project.path()).out()).containsPattern("lists +3 +3 +2\\R");
    }

    @Test
    void watermarkDoesNothingWithoutGroupsAndInViews() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + """
                CREATE STREAMING TABLE rows AS SELECT t FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES;
                CREATE MATERIALIZED VIEW counts AS SELECT t, count(*) AS n FROM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES
                GROUP BY t;
                """);
        project.file("in/a.csv", at("12:00", "a,1"));
        succeed(project);
        append("in/a.csv", at("11:00", "a,2"));
        succeed(project);

        assertThat(project.rows("SELECT count(*) FROM rows")).containsExactly("2");
        assertThat(project.rows("SELECT count(*) FROM counts")).containsExactly("2");
        assertThat(errors(project, "ev")).isEmpty();
    }
}
