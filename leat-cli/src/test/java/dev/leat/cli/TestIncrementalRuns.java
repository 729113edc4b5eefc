package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs after the first: what has not changed is left alone, what can be brought up to date by its changes is. */
final class TestIncrementalRuns {
    private static final String SALES = """
            CREATE TABLE files (id INT, shop STRING, amount DECIMAL(8,2)) USING csv OPTIONS (path 'in');
            CREATE STREAMING TABLE sales AS SELECT id, shop, amount FROM STREAM(files) WHERE id > 0;
            CREATE MATERIALIZED VIEW per_shop AS
            SELECT shop, count(*) AS n, sum(amount) AS total, avg(amount) AS average FROM sales GROUP BY shop;
            CREATE MATERIALIZED VIEW sizes AS SELECT n, count(*) AS shops FROM per_shop GROUP BY n;
            CREATE MATERIALIZED VIEW best AS
            SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY shop ORDER BY amount DESC, id) AS r FROM sales)
            WHERE r = 1;
            """;

    private static final long SEED = 20_261_125;
    private static final int KILLS = 8;

    /** What is left of a run after its first dataset takes about as long. */
    private static final int KILL_MILLIS_MAX = 600;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void firstRun() {
        project = new ScratchProject(folder, SALES);
        project.file("in/1.csv", "1,a,10.00\n2,b,20.00\n0,z,0.00\n");
        project.assertRun("sales refreshed 3 2", "per_shop refreshed 2 2", "sizes refreshed 2 1", "best refreshed 2 2");
    }

    /** The results are those of a run that computes everything anew. */
    private void assertAsAWhole() {
        List<String> views = List.of(
                "SELECT * FROM per_shop ORDER BY shop",
                "SELECT * FROM sizes ORDER BY n",
                "SELECT * FROM best ORDER BY id");
        List<List<String>> maintained = views.stream().map(project::rows).toList();
        String other = folder.resolve("other").toString();
        assertThat(project.run("--state", other).exitCode()).isZero();
        assertThat(maintained)
                .isEqualTo(views.stream()
                        .map(view -> project.rows(view, "--state", other))
                        .toList());
    }

    @Test
    void groupsOfNullOnBothSidesOfAFullJoinAreTwoRows() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE one (k INT, v INT) USING csv OPTIONS (path 'one');
                CREATE TABLE two (k INT, v INT) USING csv OPTIONS (path 'two');
                CREATE MATERIALIZED VIEW pairs AS
                SELECT a.k AS ak, a.n AS an, b.k AS bk, b.n AS bn
                FROM (SELECT k, count(*) AS n FROM one GROUP BY k) AS a
                FULL JOIN (SELECT k, count(*) AS n FROM two GROUP BY k) AS b ON a.k = b.k;
                """);
        project.file("one/1.csv", ",1\n,2\n1,1\n");
        project.file("two/1.csv", ",1\n2,1\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.file("one/2.csv", "3,1\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.file("one/3.csv", ",3\n");
        project.file("two/3.csv", ",3\n");
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.err()).isEmpty();
        assertThat(ScratchProject.results(ended)).singleElement().asString().startsWith("pairs updated");
        assertThat(project.rows("SELECT * FROM pairs ORDER BY ak NULLS LAST, an, bk NULLS LAST, bn"))
                .containsExactlyInAnyOrder("1,1,,", "3,1,,", ",3,,", ",,,2", ",,2,1");
    }

    @Test
    void nothingNewCostsNothing() {
        project.assertRun("sales unchanged 0 0", "per_shop unchanged 0 0", "sizes unchanged 0 0", "best unchanged 0 0");
        assertThat(project.rows("SELECT count(*) FROM sales")).containsExactly("2");
    }

    @Test
    void newFileIsReadAloneAndGroupsAreMerged() {
        project.file("in/2.csv", "3,a,5.00\n4,c,1.00\n-1,x,1.00\n");
        // A window keeps its rows from the second time on that it is computed.
        project.assertRun("sales updated 3 2", "per_shop updated 2 3", "sizes updated 3 1", "best refreshed 4 3");
        assertThat(project.rows("SELECT * FROM per_shop ORDER BY shop"))
                .containsExactly("a,2,15.00,7.500000", "b,1,20.00,20.000000", "c,1,1.00,1.000000");
        project.file("in/3.csv", "5,a,99.00\n");
        project.assertRun("sales updated 1 1", "per_shop updated 1 2", "sizes updated 2 2", "best updated 1 2");
        assertThat(project.rows("SELECT id FROM best ORDER BY id")).containsExactly("2", "4", "5");
        assertAsAWhole();
    }

    @Test
    void groupsVanishWithTheirLastRowAndSumsWithTheirLastValue() {
        project.sql(SALES + """
                CREATE MATERIALIZED VIEW per_count AS
                SELECT n, sum(total) AS total, avg(n) AS average, sum(CASE WHEN total < 20 THEN n END) AS small
                FROM per_shop GROUP BY n;
                CREATE MATERIALIZED VIEW counts AS SELECT DISTINCT n FROM per_shop;
                """);
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM per_count")).containsExactly("1,30.00,1.0,1");
        project.file("in/2.csv", "3,a,5.00\n");
        assertThat(ScratchProject.results(project.run("--quiet")))
                .contains("per_count updated 2 3", "counts updated 2 1");
        assertThat(project.rows("SELECT * FROM per_count ORDER BY n")).containsExactly("1,20.00,1.0,", "2,15.00,2.0,2");
        project.file("in/3.csv", "4,b,5.00\n");
        assertThat(ScratchProject.results(project.run("--quiet")))
                .contains("per_count updated 2 3", "counts updated 2 1");
        assertThat(project.rows("SELECT * FROM per_count")).containsExactly("2,40.00,2.0,2");
        assertThat(project.rows("SELECT * FROM counts")).containsExactly("2");
    }

    @Test
    void fileWithoutARowThatCountsChangesNothingBehindTheFilter() {
        project.file("in/2.csv", "-3,a,5.00\n");
        project.assertRun("sales updated 1 0", "per_shop unchanged 0 0", "sizes unchanged 0 0", "best unchanged 0 0");
    }

    @Test
    void rewrittenFileIsNewContentToAStream() {
        project.file("in/1.csv", "4,a,10.00\n5,b,20.00\n");
        project.assertRun("sales updated 2 2", "per_shop updated 2 4", "sizes updated 4 2", "best refreshed 4 2");
        assertThat(project.rows("SELECT id FROM sales ORDER BY id")).containsExactly("1", "2", "4", "5");
    }

    @Test
    void streamKeepsTheRowsOfAFileThatIsGone() throws IOException {
        project.file("in/2.csv", "3,a,5.00\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        Files.delete(folder.resolve("in/1.csv"));
        project.assertRun("sales unchanged 0 0", "per_shop unchanged 0 0", "sizes unchanged 0 0", "best unchanged 0 0");
        assertThat(project.rows("SELECT id FROM sales ORDER BY id")).containsExactly("1", "2", "3");

        assertThat(project.run("--quiet", "--full-refresh").exitCode()).isZero();
        assertThat(project.rows("SELECT id FROM sales ORDER BY id")).containsExactly("3");
    }

    @Test
    void viewLosesTheRowsOfAFileThatIsGone() throws IOException {
        project.sql("""
                CREATE TABLE files (id INT, shop STRING, amount DECIMAL(8,2)) USING csv OPTIONS (path 'in');
                CREATE MATERIALIZED VIEW ids AS SELECT id FROM files;
                """);
        project.file("in/2.csv", "3,a,5.00\n");
        project.assertRun("ids refreshed 4 4");
        Files.delete(folder.resolve("in/1.csv"));
        project.assertRun("ids refreshed 1 1");
        assertThat(project.rows("SELECT * FROM ids")).containsExactly("3");
    }

    @Test
    void changedDefinitionIsComputedAnewAndWhatReadsItToo() {
        project.sql(SALES.replace("count(*) AS n, sum", "count(*) + 1 AS n, sum"));
        project.assertRun("sales unchanged 0 0", "per_shop refreshed 2 2", "sizes refreshed 2 1", "best unchanged 0 0");
        assertThat(project.rows("SELECT n, shops FROM sizes")).containsExactly("2,2");
    }

    @Test
    void renamedColumnIsSeen() {
        project.sql(SALES.replace("SELECT n, count(*) AS shops", "SELECT n, count(*) AS stores"));
        project.assertRun("sales unchanged 0 0", "per_shop unchanged 0 0", "sizes refreshed 2 1", "best unchanged 0 0");
        assertThat(project.rows("SELECT n, stores FROM sizes")).containsExactly("1,2");
    }

    @Test
    void viewThatWasLeftBehindCatchesUp() {
        project.file("in/2.csv", "3,a,5.00\n");
        assertThat(project.run("--quiet", "--refresh", "sales").exitCode()).isZero();
        assertThat(project.rows("SELECT shop, n FROM per_shop ORDER BY shop")).containsExactly("a,1", "b,1");
        project.assertRun("sales unchanged 0 0", "per_shop refreshed 3 2", "sizes refreshed 2 2", "best refreshed 3 2");
        assertAsAWhole();
    }

    @Test
    void changeThatFailsIsAnErrorOfTheQueryAndIsMadeUpFor() throws IOException {
        project.sql(SALES + "CREATE MATERIALIZED VIEW inverse AS SELECT id, 1 / (amount - 5) AS x FROM sales;\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.file("in/2.csv", "3,a,5.00\n");
        Leat.Ended failed = project.run("--quiet");
        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.err()).contains("[DIVIDE_BY_ZERO]", "p.sql:9:");
        assertThat(ScratchProject.results(failed)).contains("per_shop updated 1 2", "inverse failed - -");
        assertThat(project.rows("SELECT id FROM inverse ORDER BY id")).containsExactly("1", "2");

        project.sql(SALES + "CREATE MATERIALIZED VIEW inverse AS SELECT id, 1 / (amount - 4) AS x FROM sales;\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.rows("SELECT id FROM inverse ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    void killedRunsLoseAndRepeatNothing() {
        Random random = new Random(SEED);
        for (int file = 2; file < 2 + KILLS; file++) {
            project.file("in/" + file + ".csv", (10 + file) + ",a,1.50\n" + (100 + file) + ",k" + file + ",2.50\n");
            try (LeatProcess run = LeatProcess.start("run", project.path())) {
                run.awaitLine("[1/4] ");
                run.waitFor(random.nextInt(KILL_MILLIS_MAX));
                run.kill();
            }
        }
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.rows("SELECT count(*), count(DISTINCT id) FROM sales"))
                .as("seed %d", SEED)
                .containsExactly((2 + 2 * KILLS) + "," + (2 + 2 * KILLS));
        assertAsAWhole();
    }

    @Test
    void resultThatDependsOnTheUserIsComputedEachTime() {
        project.sql("CREATE MATERIALIZED VIEW mine AS SELECT current_user() AS u, count(*) AS n FROM range(3);\n");
        project.assertRun("mine refreshed 0 1");
        project.assertRun("mine refreshed 0 1");
        assertThat(project.rows("SELECT n, u = current_user(), u <> '' FROM mine"))
                .containsExactly("3,true,true");
    }

    @Test
    void explainSaysHowEachIsKeptUpToDate() {
        assertThat(Leat.run("explain", project.path(), "best").out()).contains("""
                  kept up to date by
                    touched keys shop: Window row_number() OVER (PARTITION BY shop ORDER BY\
                """);
        assertThat(Leat.run("explain", project.path(), "sales").out())
                .contains("    delta: each added row once; nothing is stored\n");
    }

    @Test
    void explainSaysWhatIsStoredWhatBoundsItAndWhatSinksGuarantee() {
        project.sql("""
                CREATE TABLE log (at TIMESTAMP, k INT, v INT) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE windows AS SELECT window.start AS at, sum(v) AS v
                FROM STREAM log WATERMARK at DELAY OF INTERVAL 1 MINUTE GROUP BY window(at, '1 minute');
                CREATE MATERIALIZED VIEW sums AS SELECT k, sum(v) AS v FROM log GROUP BY k;
                CREATE MATERIALIZED VIEW total AS SELECT sum(v) AS v FROM log;
                CREATE MATERIALIZED VIEW kinds AS SELECT k, count(DISTINCT v) AS n FROM log GROUP BY k;
                CREATE MATERIALIZED VIEW best AS SELECT k, v FROM sums ORDER BY v DESC LIMIT 3;
                CREATE MATERIALIZED VIEW median AS SELECT median(v) AS v FROM log;
                CREATE MATERIALIZED VIEW known AS SELECT k, v FROM log WHERE k IN (SELECT k FROM best);
                CREATE SINK folder USING csv OPTIONS (path 'out');
                CREATE FLOW f AS INSERT INTO folder BY NAME SELECT k FROM STREAM(log);
                CREATE SINK topic USING kafka OPTIONS ('kafka.bootstrap.servers' '127.0.0.1:9', topic 't');
                CREATE FLOW g AS INSERT INTO topic BY NAME SELECT CAST(k AS STRING) AS value FROM STREAM(log);
                CREATE SINK shown USING console;
                CREATE FLOW h AS INSERT INTO shown BY NAME SELECT k FROM STREAM(log);
                """);
        String keys = "; scan-bound: a change looks its keys up";
        assertThat(stored("windows"))
                .containsExactly(
                        "stores the latest time of each part",
                        "stores a row for each group that the watermark has not closed" + keys
                                + " among them, some 3 ns a row");
        assertThat(stored("sums"))
                .containsExactly(
                        "stores a row for each group, as many as there are" + keys + " among them, some 3 ns a row");
        assertThat(stored("total")).containsExactly("stores one row");
        assertThat(stored("kinds"))
                .containsExactly("stores a row for each group, as many as there are" + keys
                        + " in all that it reads, some 3 to 12 ns a row");
        assertThat(stored("best")).containsExactly("stores 3 rows at most");
        assertThat(stored("median")).containsExactly("stores one row; scan-bound: all that it reads is read again");
        assertThat(stored("known"))
                .containsExactly("stores nothing" + keys + " in all that it reads, some 3 to 12 ns a row");
        assertThat(guarantee("folder")).startsWith("exactly once").endsWith("whatever is killed in between");
        assertThat(guarantee("topic")).startsWith("exactly once").endsWith("isolation.level=read_committed");
        assertThat(guarantee("shown")).startsWith("at least once");
    }

    private List<String> stored(String dataset) {
        return Leat.run("explain", project.path(), dataset)
                .out()
                .lines()
                .filter(line -> line.startsWith("      stores "))
                .map(String::strip)
                .toList();
    }

    private String guarantee(String sink) {
        return Leat.run("explain", project.path(), sink)
                .out()
                .lines()
                .filter(line -> line.startsWith("  guarantee: "))
                .map(line -> line.replace("  guarantee: ", ""))
                .findFirst()
                .orElse("");
    }
}
