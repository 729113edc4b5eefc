package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a project demands of the upkeep of its datasets is held against what explain shows. */
final class TestMaintenanceDemand {
    private static final String SALES = "CREATE TABLE sales (id INT, shop STRING) USING csv OPTIONS (path 'in');\n";

    private static final String NUMBERED =
            "CREATE MATERIALIZED VIEW v AS SELECT id, row_number() OVER (PARTITION BY shop ORDER BY id) AS n FROM sales;\n";

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void write() {
        project = new ScratchProject(folder, SALES + NUMBERED);
        project.file("in/a.csv", "1,a\n2,a\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run", "plan"})
    void projectWithoutItIsRefusedAndKeepsItsResults(String command) {
        project.assertRun("v refreshed 2 2");
        project.sql("SET leat.maintenance = delta;\n" + SALES + NUMBERED);

        Leat.Ended ended = Leat.run(command, project.path());

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith(
                        "p.sql:3:26: error[PROJECT]: The dataset v is not kept up to date as leat.maintenance = delta"
                                + " demands: touched keys shop")
                .contains("to incremental, which allows touched keys");
        assertThat(project.rows("SELECT count(*) FROM v")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT id FROM sales WHERE shop = 'a'|delta",
                "SELECT shop, count(*) AS n, max(id) AS m FROM sales GROUP BY shop|delta",
                "SELECT DISTINCT shop FROM sales|delta",
                "SELECT a.id FROM sales a JOIN sales b ON a.id = b.id|delta",
                "SELECT a.id FROM sales a LEFT ANTI JOIN sales b ON a.id = b.id + 1|delta",
                "SELECT id FROM sales ORDER BY id LIMIT 2|delta",
                "SELECT percentile(id, 0.5) AS p FROM sales GROUP BY shop|incremental",
                "SELECT max(n) AS m FROM (SELECT shop, count(*) AS n FROM sales GROUP BY shop)|any",
                "SELECT shop FROM (SELECT shop, count(*) AS n FROM sales GROUP BY shop) ORDER BY shop LIMIT 1|any",
                "SELECT id FROM sales ORDER BY id LIMIT 2 OFFSET 1|any",
                "SELECT id FROM sales WHERE id NOT IN (SELECT id FROM sales WHERE shop = 'b')|any"
            })
    void demandIsMetAsFarAsExplainSays(String query, String strongest) {
        for (String demand : new String[] {"delta", "incremental", "any"}) {
            project.sql(SALES + "CREATE MATERIALIZED VIEW v TBLPROPERTIES ('leat.maintenance' = '" + demand + "') AS "
                    + query + ";\n");
            boolean isMet = strongest.equals("delta") || demand.equals(strongest) || demand.equals("any");
            Leat.Ended checked = Leat.run("check", project.path());
            assertThat(checked.exitCode()).as("%s of %s", demand, query).isEqualTo(isMet ? 0 : 2);
        }
        String explained = Leat.run("explain", project.path()).out();
        String upkeep = explained.substring(explained.indexOf("kept up to date by"), explained.indexOf("  plan\n"));
        assertThat(upkeep.contains("full")).isEqualTo(strongest.equals("any"));
        assertThat(upkeep.contains("touched keys")).isEqualTo(strongest.equals("incremental"));
    }

    @Test
    void demandComputesNothingAnew() {
        String sums = """
                CREATE MATERIALIZED VIEW v AS SELECT shop, count(*) AS n FROM sales GROUP BY shop;
                CREATE STREAMING TABLE s AS SELECT id FROM STREAM(sales);
                """;
        project.sql(SALES + sums);
        project.assertRun("v refreshed 2 1", "s refreshed 2 2");
        project.sql("SET leat.maintenance = delta;\n" + SALES + sums);
        project.assertRun("v unchanged 0 0", "s unchanged 0 0");
    }
}
