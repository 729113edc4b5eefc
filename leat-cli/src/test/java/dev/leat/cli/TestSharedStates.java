package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views whose queries have the same operator: its rows are stored once, and its change is derived once. */
final class TestSharedStates {
    private static final String BASE = """
            CREATE TABLE files (id INT, shop STRING, amount INT) USING csv OPTIONS (path 'in');
            CREATE STREAMING TABLE sales AS SELECT * FROM STREAM(files);
            CREATE TEMPORARY VIEW totals AS SELECT shop, sum(amount) AS total FROM sales GROUP BY shop;
            """;
    private static final String LARGE =
            "CREATE MATERIALIZED VIEW large AS SELECT shop, total FROM totals WHERE total > 10;\n";
    private static final String SMALL =
            "CREATE MATERIALIZED VIEW small AS SELECT shop, total FROM totals WHERE total <= 10;\n";
    private static final String RANKS = "CREATE MATERIALIZED VIEW ranks AS"
            + " SELECT shop, total, rank() OVER (ORDER BY total DESC, shop) AS r FROM totals;\n";

    private static final String COUNTS = "CREATE STREAMING TABLE counts AS"
            + " SELECT at, shop, count(*) AS n FROM (SELECT timestamp_seconds(id) AS at, shop FROM STREAM(files))"
            + " WATERMARK at DELAY OF INTERVAL 1 DAY GROUP BY at, shop;\n";

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void firstRun() {
        project = new ScratchProject(folder, BASE + LARGE + SMALL);
        project.file("in/1.csv", "1,a,8\n2,b,20\n");
        project.assertRun("sales refreshed 2 2", "large refreshed 2 1", "small refreshed 2 1");
    }

    private List<String> tables() {
        return DuckDbFile.texts(
                project.state(), "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'leat_state' ORDER BY 1");
    }

    private List<String> users() {
        return DuckDbFile.texts(
                project.state(), "SELECT dataset FROM leat.maintained WHERE len(states) > 0 ORDER BY 1");
    }

    private void assertLargeAndSmall(List<String> large, List<String> small) {
        assertThat(project.rows("SELECT * FROM large ORDER BY shop")).isEqualTo(large);
        assertThat(project.rows("SELECT * FROM small ORDER BY shop")).isEqualTo(small);
    }

    @Test
    void theRowsAreStoredOnceAndBothFollow() {
        assertThat(tables()).hasSize(1);
        project.file("in/2.csv", "3,a,7\n4,c,1\n");
        project.assertRun("sales updated 2 2", "large updated 2 1", "small updated 2 2");
        assertLargeAndSmall(List.of("a,15", "b,20"), List.of("c,1"));
        assertThat(tables()).hasSize(1);
        assertThat(DuckDbFile.texts(
                        project.state(),
                        "SELECT s0 || ' ' || s1 FROM leat_state.\"" + tables().get(0) + "\" ORDER BY 1"))
                .containsExactly("a 15", "b 20", "c 1");
    }

    @Test
    void explainNamesThoseThatShare() {
        assertThat(Leat.run("explain", project.path(), "large").out())
                .contains("stores a row for each group, as many as there are", "; one for large, small");
        project.sql(BASE + LARGE);
        assertThat(Leat.run("explain", project.path(), "large").out()).doesNotContain("one for");
    }

    @Test
    void aViewThatComesLaterTakesWhatIsThere() {
        project.sql(BASE + LARGE + SMALL + RANKS);
        project.assertRun("sales unchanged 0 0", "large unchanged 0 0", "small unchanged 0 0", "ranks refreshed 2 2");
        project.file("in/2.csv", "3,a,15\n");
        project.assertRun("sales updated 1 1", "large updated 1 1", "small updated 1 1", "ranks updated 1 4");
        assertThat(project.rows("SELECT * FROM ranks ORDER BY r")).containsExactly("a,23,1", "b,20,2");
        assertLargeAndSmall(List.of("a,23", "b,20"), List.of());
    }

    @Test
    void aViewThatComesBeforeTheOthersLeavesThemRight() {
        project.sql(BASE + RANKS + LARGE + SMALL);
        project.succeed();
        for (String rows : List.of("3,a,15\n", "4,c,1\n", "5,c,30\n")) {
            project.file("in/" + rows.charAt(0) + ".csv", rows);
            project.succeed();
        }
        assertThat(project.rows("SELECT * FROM ranks ORDER BY r")).containsExactly("c,31,1", "a,23,2", "b,20,3");
        assertLargeAndSmall(List.of("a,23", "b,20", "c,31"), List.of());
        assertThat(users()).hasSize(3);
    }

    @Test
    void whoDoesNotFollowIsComputedAsAWholeNext() {
        project.file("in/2.csv", "3,a,7\n4,c,1\n");
        assertThat(project.run("--quiet", "--refresh", "sales,large").exitCode())
                .isZero();
        assertThat(users()).singleElement().asString().contains("large");
        project.file("in/3.csv", "5,c,2\n");
        project.assertRun("sales updated 1 1", "large updated 1 0", "small refreshed 5 1");
        assertLargeAndSmall(List.of("a,15", "b,20"), List.of("c,3"));
        assertThat(users()).hasSize(2);
        assertThat(tables()).hasSize(1);
    }

    /** It is told from a computation anew by a row that was put among those that are stored. */
    @Test
    void anEditKeepsTheOperatorsThatAreAsTheyWere() {
        project.sql(BASE + LARGE);
        DuckDbFile.change(
                project.state(),
                "INSERT INTO leat_state.\"" + tables().get(0) + "\" SELECT 'x', 99, s2, s3 FROM" + " leat_state.\""
                        + tables().get(0) + "\" LIMIT 1");
        project.sql(BASE + LARGE.replace("> 10", "> 21"));
        assertThat(Leat.run("plan", project.path()).out()).contains("what is stored of 1 of its 1 operators stays");
        project.file("in/2.csv", "3,b,5\n");
        project.assertRun("sales updated 1 1", "large refreshed 3 2");
        assertThat(project.rows("SELECT * FROM large ORDER BY shop")).containsExactly("b,25", "x,99");
        project.file("in/3.csv", "4,a,50\n");
        project.assertRun("sales updated 1 1", "large updated 1 1");
        assertThat(project.rows("SELECT * FROM large ORDER BY shop")).containsExactly("a,58", "b,25", "x,99");
    }

    /** As format 7 had it: the tables had the names of their views, and the log said only that they were there. */
    @Test
    void tablesOfAnEarlierFormatGiveWay() {
        project.sql(BASE + LARGE + SMALL + COUNTS);
        project.succeed();
        String shared = "leat_state.\""
                + tables().stream()
                        .filter(table -> !table.contains("$"))
                        .findFirst()
                        .orElseThrow() + "\"";
        DuckDbFile.change(
                project.state(),
                "CREATE TABLE leat_state.\"spark_catalog.default.large$0\" AS FROM " + shared,
                "CREATE TABLE leat_state.\"spark_catalog.default.small$0\" AS FROM " + shared,
                "DROP TABLE " + shared,
                "CREATE TABLE leat.old AS SELECT dataset, program, changed, seen, len(states) > 0 AS states, since"
                        + " FROM leat.maintained",
                "DROP TABLE leat.maintained",
                "ALTER TABLE leat.old RENAME TO maintained",
                "UPDATE leat.format SET version = 7");
        project.file("in/2.csv", "3,a,7\n4,c,1\n");
        project.assertRun("sales updated 2 2", "counts updated 2 2", "large refreshed 4 2", "small refreshed 4 1");
        assertLargeAndSmall(List.of("a,15", "b,20"), List.of("c,1"));
        assertThat(tables()).hasSize(2).noneMatch(table -> table.contains("large") || table.contains("small"));
        assertThat(users()).hasSize(3);
    }

    @Test
    void tablesThatNobodyHasAreDropped() {
        project.sql(BASE.replace("sum(amount)", "max(amount)") + LARGE + SMALL);
        List<String> before = tables();
        project.succeed();
        assertThat(tables()).hasSize(1).doesNotContainAnyElementsOf(before);
        project.sql(BASE.replace("sum(amount)", "max(amount)") + LARGE);
        project.file("in/2.csv", "3,a,70\n");
        project.succeed();
        assertThat(users()).singleElement().asString().contains("large");
        assertThat(project.rows("SELECT * FROM large ORDER BY shop")).containsExactly("a,70", "b,20");
    }

    @Test
    void aFullRefreshComputesTheRowsAnew() {
        DuckDbFile.change(project.state(), "UPDATE leat_state.\"" + tables().get(0) + "\" SET s1 = s1 + 1000");
        assertThat(project.run("--quiet", "--full-refresh").exitCode()).isZero();
        assertLargeAndSmall(List.of("b,20"), List.of("a,8"));
        assertThat(DuckDbFile.texts(
                        project.state(),
                        "SELECT s0 || ' ' || s1 FROM leat_state.\"" + tables().get(0) + "\" ORDER BY 1"))
                .containsExactly("a 8", "b 20");
    }

    /**
     * Sums of DOUBLE depend on the order in which rows are added, so that rows computed anew are not those that results were
     * made of.
     */
    private static final String DOUBLES = """
            CREATE TABLE parts (id INT, shop STRING, amount DOUBLE) USING csv OPTIONS (path 'doubles');
            CREATE STREAMING TABLE amounts AS SELECT * FROM STREAM(parts);
            CREATE TEMPORARY VIEW totals AS SELECT shop, sum(amount) AS total FROM amounts GROUP BY shop;
            """;

    /** What is merged is 1E16 and 2, what is computed anew 1E16. */
    private ScratchProject doubles(String views, String edited) {
        ScratchProject doubles = new ScratchProject(folder, DOUBLES + views);
        doubles.file("doubles/1.csv", "1,a,1e16\n");
        doubles.succeed();
        doubles.file("doubles/2.csv", "2,a,1\n3,a,1\n");
        doubles.succeed();
        doubles.sql(DOUBLES + edited);
        doubles.succeed();
        for (int id = 4; id < 7; id++) {
            doubles.file("doubles/" + id + ".csv", id + ",a,8\n");
            doubles.succeed();
        }
        return doubles;
    }

    private static String view(String name, String query) {
        return "CREATE MATERIALIZED VIEW " + name + " AS " + query + ";\n";
    }

    @Test
    void viewsBeforeAndAfterOneThatDoesNotChangeReadTheSameRows() {
        String d = view("d", "SELECT shop, total FROM totals WHERE total > 0");
        String f = view("f", "SELECT shop, total FROM totals WHERE total > 0.01");
        String g = view("g", "SELECT total FROM totals WHERE total > 0.02");
        ScratchProject doubles = doubles(f, d + f + g);
        assertThat(doubles.rows("SELECT (SELECT total FROM d) - (SELECT total FROM g)"))
                .containsExactly("0.0");
    }

    @Test
    void operatorsOverOthersThatAreComputedAnewAreSo() {
        String counts = "SELECT total, n FROM (SELECT total, count(*) AS n FROM totals GROUP BY total) WHERE n > ";
        ScratchProject doubles = doubles(
                view("h", counts + "0"),
                view("d", "SELECT shop, total FROM totals WHERE total > 0") + view("h", counts + "-100"));
        assertThat(doubles.rows("SELECT count(*) FROM h")).containsExactly("1");
    }

    @Test
    void equalOperatorsOfOneQueryAreOne() {
        String counts =
                "(SELECT s, c, count(*) AS n FROM (SELECT shop, sum(amount) AS s, count(amount) AS c FROM amounts"
                        + " GROUP BY shop) GROUP BY s, c)";
        String v = view("v", "SELECT s, c, n FROM " + counts + " WHERE n > 0");
        String v2 = view(
                "v2",
                "SELECT x.shop, x.a, b.s, b.n FROM (SELECT shop, avg(amount) AS a FROM amounts GROUP BY shop) x"
                        + " CROSS JOIN " + counts + " b");
        ScratchProject doubles = doubles(v, v + v2);
        doubles.sql(DOUBLES + v2 + v);
        doubles.file("doubles/7.csv", "7,a,8\n");
        doubles.succeed();
        assertThat(doubles.rows("SELECT (SELECT count(*) FROM v), (SELECT count(*) FROM v2)"))
                .containsExactly("1,1");
    }

    @Test
    void operatorsWithoutColumnsAreSharedAndFollowed() {
        project.sql(BASE
                + view("one", "SELECT 8 AS n FROM (SELECT sum(amount) FROM sales)")
                + view("few", "SELECT count(*) AS n FROM (SELECT shop FROM sales LIMIT 3)"));
        project.succeed();
        project.sql(BASE
                + view("one", "SELECT 8 AS n FROM (SELECT sum(amount) FROM sales)")
                + view("two", "SELECT 9 AS n FROM (SELECT sum(amount) FROM sales)")
                + view("few", "SELECT count(*) AS n FROM (SELECT shop FROM sales LIMIT 3)")
                + view("fewer", "SELECT count(*) - 1 AS n FROM (SELECT id FROM sales LIMIT 3)"));
        for (int id = 3; id < 8; id++) {
            project.file("in/" + id + ".csv", id + ",a,1\n");
            project.succeed();
        }
        assertThat(project.rows("SELECT one.n, two.n, few.n, fewer.n FROM one, two, few, fewer"))
                .containsExactly("8,9,3,2");
    }

    @Test
    void aViewThatIsComputedAsAWholeLeavesTheOthersAsTheyAre() {
        String joined = view("joined", "SELECT shop, total, name FROM totals JOIN names USING (shop)");
        project.sql(BASE + "CREATE TABLE names (shop STRING, name STRING) USING csv OPTIONS (path 'names');\n" + joined
                + LARGE);
        project.file("names/1.csv", "a,one\nb,two\n");
        project.succeed();
        for (int id = 3; id < 6; id++) {
            project.file("names/1.csv", "c," + id + "\na,one\nb,two\n");
            project.file("in/" + id + ".csv", id + ",a,1\n");
            assertThat(ScratchProject.results(project.run("--quiet")))
                    .anyMatch(result -> result.startsWith("joined refreshed"))
                    .anyMatch(result -> result.startsWith("large updated"));
        }
        assertThat(project.rows("SELECT shop, total FROM joined ORDER BY shop")).containsExactly("a,11", "b,20");
        assertThat(project.rows("SELECT * FROM large ORDER BY shop")).containsExactly("a,11", "b,20");
        assertThat(users()).hasSize(2);
    }

    @Test
    void viewsAccountForTheRecordsOfSourcesEach() {
        String totals = "(SELECT shop, sum(amount) AS total FROM files GROUP BY shop)";
        project.sql(BASE
                + view("d", "SELECT total FROM " + totals)
                + view("f", "SELECT shop, total + 1 AS t FROM " + totals));
        project.file("in/2.csv", "3,b,x\n");
        project.succeed();
        assertThat(tables()).filteredOn(table -> table.contains("$")).hasSize(2);
        assertThat(Leat.run("errors", project.path(), "files").out())
                .containsPattern("(?m)^2 +d ")
                .containsPattern("(?m)^2 +f ");
    }

    @Test
    void aQuarantineThatTakesTheNameOfAViewLeavesNoTable() {
        project.sql(BASE
                + LARGE
                + view("ids", "SELECT id FROM sales WHERE id > 0")
                + view("ids_quarantine", "SELECT shop, max(amount) AS m FROM sales GROUP BY shop"));
        project.succeed();
        assertThat(tables()).hasSize(2);
        project.sql(BASE + LARGE
                + "CREATE MATERIALIZED VIEW ids (CONSTRAINT small EXPECT (id < 2) ON VIOLATION QUARANTINE)"
                + " AS SELECT id FROM sales WHERE id > 0;\n");
        project.succeed();
        assertThat(tables()).hasSize(1);
    }
}
