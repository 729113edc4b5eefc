package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The current time of a streaming table is that of the commit, one for all that it does, and rows keep it. */
final class TestCurrentTime {
    private static final long SEED = 11;
    private static final int KILLS = 4;
    private static final int KILL_MILLIS_MAX = 500;

    private static final String EVENTS =
            "CREATE TABLE ev (id INT, k STRING, at TIMESTAMP) USING csv OPTIONS (path 'in');\n";

    private static final String ARRIVALS =
            "CREATE STREAMING TABLE arrivals AS SELECT id, now() AS t FROM STREAM(ev);\n";

    private static final String ARRIVED = "(SELECT *, now() AS arrived FROM STREAM(ev))";

    @TempDir
    private Path folder = Path.of("");

    private static String event(int id, String key, int minute) {
        return id + "," + key + ",2026-01-01T00:" + minute + ":00Z\n";
    }

    private static void succeed(ScratchProject project) {
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    /** The times of the commits, as queries show them. */
    private static List<String> commits(ScratchProject project) {
        return DuckDbFile.texts(
                        project.state(),
                        "SELECT strftime(time, '%Y-%m-%d %H:%M:%S.%f') FROM leat.commits ORDER BY commit")
                .stream()
                .map(time -> time.replaceAll("\\.?0+$", ""))
                .toList();
    }

    @Test
    void allOfACommitHaveItsTimeAndKeepIt() {
        ScratchProject project = new ScratchProject(folder, EVENTS + ARRIVALS + """
                CREATE STREAMING TABLE two (id INT, t TIMESTAMP, d DATE, l TIMESTAMP_NTZ, f STRING, u BIGINT);
                CREATE FLOW first AS INSERT INTO two BY NAME SELECT id, now() AS t, current_date() AS d FROM STREAM(ev);
                CREATE FLOW second AS INSERT INTO two BY NAME
                  SELECT id, current_timestamp() AS t, localtimestamp() AS l, unix_micros(now()) AS u,
                    date_format(now(), 'yyyy-MM-dd HH:mm:ss.SSSSSS') AS f FROM STREAM(ev);
                CREATE SINK out USING csv OPTIONS (path 'out', timestampFormat 'yyyy-MM-dd HH:mm:ss.SSSSSS');
                CREATE FLOW f AS INSERT INTO out SELECT id, now() AS t FROM STREAM(ev);
                """);
        project.file("in/a.csv", event(1, "a", 10) + event(2, "b", 20));
        succeed(project);
        project.file("in/b.csv", event(3, "a", 30));
        succeed(project);
        succeed(project);

        List<String> times = commits(project);
        assertThat(times).hasSize(3).doesNotHaveDuplicates();
        assertThat(project.rows("SELECT id, t FROM arrivals ORDER BY id"))
                .containsExactly("1," + times.get(0), "2," + times.get(0), "3," + times.get(1));
        assertThat(project.rows("SELECT DISTINCT id, t FROM two ORDER BY id"))
                .containsExactly("1," + times.get(0), "2," + times.get(0), "3," + times.get(1));
        assertThat(project.rows("SELECT count(*) FROM two WHERE coalesce(d = CAST(t AS DATE), l = t"
                        + " AND u = unix_micros(t) AND f = date_format(t, 'yyyy-MM-dd HH:mm:ss.SSSSSS'))"))
                .containsExactly("6");
        assertThat(project.rows(
                        "SELECT count(*) FROM arrivals JOIN csv.`out` ON _c0 = id AND CAST(_c1 AS TIMESTAMP) = t"))
                .containsExactly("3");
    }

    @Test
    void dateIsThatOfTheZoneOfTheSession() {
        ScratchProject project = new ScratchProject(
                folder,
                "SET spark.sql.session.timeZone = +12:45;\n" + EVENTS
                        + "CREATE STREAMING TABLE dates AS SELECT now() AS t, current_date() AS d, localtimestamp() AS l"
                        + " FROM STREAM(ev);\n");
        project.file("in/a.csv", event(1, "a", 10));
        succeed(project);
        assertThat(project.rows("SELECT d = CAST(t AS DATE), l = CAST(t AS TIMESTAMP_NTZ),"
                        + " CAST(CAST(t AS STRING) AS TIMESTAMP_NTZ) = l FROM dates"))
                .containsExactly("true,true,true");
    }

    @Test
    void groupsHaveTheTimeOfTheirLatestRow() {
        ScratchProject project = new ScratchProject(
                folder,
                EVENTS
                        + "CREATE STREAMING TABLE hours AS SELECT window.start AS h, count(*) AS n, min(arrived) AS first,"
                        + " max(arrived) AS last, percentile(id, 0.5) AS p FROM " + ARRIVED
                        + " WATERMARK at DELAY OF INTERVAL 1 HOUR GROUP BY window(at, '30 minutes');\n"
                        + "CREATE STREAMING TABLE latest;\n"
                        + "CREATE FLOW l AS AUTO CDC INTO latest FROM " + ARRIVED + " KEYS (k) SEQUENCE BY id;\n"
                        + "CREATE MATERIALIZED VIEW last AS SELECT k, max(arrived) AS t FROM latest GROUP BY k;\n");
        project.file("in/a.csv", event(1, "a", 10) + event(2, "b", 20));
        succeed(project);
        project.file("in/b.csv", event(3, "a", 20) + event(4, "c", 40));
        succeed(project);

        List<String> times = commits(project);
        assertThat(project.rows("SELECT n, first, last FROM hours ORDER BY h"))
                .containsExactly("3," + times.get(0) + "," + times.get(1), "1," + times.get(1) + "," + times.get(1));
        assertThat(project.rows("SELECT k, id, arrived FROM latest ORDER BY k"))
                .containsExactly("a,3," + times.get(1), "b,2," + times.get(0), "c,4," + times.get(1));
        assertThat(project.rows("SELECT * FROM last ORDER BY k"))
                .containsExactly("a," + times.get(1), "b," + times.get(0), "c," + times.get(1));
    }

    @Test
    void whatAConditionOfTheTimeLetsThroughStays() {
        ScratchProject project = new ScratchProject(
                folder,
                EVENTS
                        + "CREATE TABLE dim (k STRING, until DATE) USING csv OPTIONS (path 'dim');\n"
                        + "CREATE STREAMING TABLE joined AS SELECT e.id, d.k, now() AS t FROM STREAM(ev) e"
                        + " LEFT JOIN dim d ON e.k = d.k AND d.until >= current_date();\n"
                        + "CREATE STREAMING TABLE past (CONSTRAINT c EXPECT (at < now()) ON VIOLATION QUARANTINE)"
                        + " AS SELECT id, at FROM STREAM(ev);\n");
        project.file("dim/a.csv", "a,2999-01-01\nb,2020-01-01\n");
        project.file("in/a.csv", event(1, "a", 10) + event(2, "b", 20) + "3,a,2999-01-01T00:00:00Z\n");
        succeed(project);
        project.file("dim/a.csv", "a,2020-01-01\nb,2999-01-01\n");
        project.file("in/b.csv", event(4, "b", 20));
        succeed(project);

        List<String> times = commits(project);
        assertThat(project.rows("SELECT * FROM joined ORDER BY id"))
                .containsExactly(
                        "1,a," + times.get(0), "2,," + times.get(0), "3,a," + times.get(0), "4,b," + times.get(1));
        assertThat(project.rows("SELECT id FROM past ORDER BY id")).containsExactly("1", "2", "4");
        assertThat(project.rows("SELECT id FROM past_quarantine")).containsExactly("3");
    }

    @Test
    void aRunThatStaysUpHasAnotherTimeInEachCommit() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + ARRIVALS);
        project.file("in/a.csv", event(1, "a", 10));
        try (LeatProcess run = LeatProcess.start("run", project.path(), "--watch", "--interval", "20")) {
            run.awaitLine("commit 1: ");
            for (int id = 2; id <= 4; id++) {
                Files.writeString(folder.resolve("in/a.csv"), event(id, "a", 10), StandardOpenOption.APPEND);
                run.awaitLine("commit " + id + ": ");
            }
            run.interrupt();
        }
        assertThat(commits(project)).hasSize(4).doesNotHaveDuplicates();
        assertThat(project.rows("SELECT t FROM arrivals ORDER BY id")).isEqualTo(commits(project));
    }

    @Test
    void aLineWithoutAnEndWaitsForIt() throws IOException {
        ScratchProject project = new ScratchProject(folder, EVENTS + ARRIVALS);
        project.file("in/a.csv", event(1, "a", 10) + "2");
        succeed(project);
        assertThat(project.rows("SELECT id FROM arrivals")).containsExactly("1");
        Files.writeString(folder.resolve("in/a.csv"), event(7, "a", 10), StandardOpenOption.APPEND);
        succeed(project);
        assertThat(project.rows("SELECT id, t FROM arrivals ORDER BY id"))
                .containsExactly(
                        "1," + commits(project).get(0), "27," + commits(project).get(1));
    }

    @Test
    void aKilledCommitLeavesNoTime() {
        ScratchProject project = new ScratchProject(folder, EVENTS + ARRIVALS + """
                CREATE STREAMING TABLE copies AS SELECT id, now() AS t FROM STREAM(ev);
                CREATE SINK out USING csv OPTIONS (path 'out', timestampFormat 'yyyy-MM-dd HH:mm:ss.SSSSSS');
                CREATE FLOW f AS INSERT INTO out SELECT id, now() AS t FROM STREAM(ev);
                """);
        Random random = new Random(SEED);
        for (int file = 1; file <= KILLS; file++) {
            project.file("in/" + file + ".csv", event(10 * file, "a", 10) + event(10 * file + 1, "b", 20));
            try (LeatProcess run = LeatProcess.start("run", project.path())) {
                run.awaitLine("[1/3] ");
                run.waitFor(random.nextInt(KILL_MILLIS_MAX));
                run.kill();
            }
        }
        succeed(project);
        assertThat(project.rows("SELECT count(*), count(DISTINCT id) FROM arrivals"))
                .as("seed %d", SEED)
                .containsExactly(2 * KILLS + "," + 2 * KILLS);
        assertThat(project.rows("SELECT count(*) FROM arrivals a JOIN copies c ON a.id = c.id AND a.t = c.t"
                        + " JOIN csv.`out` o ON o._c0 = a.id AND CAST(o._c1 AS TIMESTAMP) = a.t"))
                .as("seed %d", SEED)
                .containsExactly(Integer.toString(2 * KILLS));
        assertThat(commits(project)).containsAll(project.rows("SELECT DISTINCT t FROM arrivals"));
    }

    @Test
    void explainSaysThatRowsAreFollowed() {
        ScratchProject project = new ScratchProject(folder, EVENTS + ARRIVALS);
        project.file("in/a.csv", event(1, "a", 10));
        assertThat(Leat.run("explain", project.path()).out())
                .contains("  all expressions run natively\n", "    delta: each added row once; nothing is stored\n");
    }

    @Test
    void queriesHaveATimeOfTheirOwn() {
        ScratchProject project = new ScratchProject(folder, EVENTS + ARRIVALS);
        project.file("in/a.csv", event(1, "a", 10));
        succeed(project);
        assertThat(project.rows("SELECT now() > t, now() = current_timestamp(), year(now()) > 2000 FROM arrivals"))
                .containsExactly("true,true,true");
    }
}
