package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs in which a dataset fails on its data. */
final class TestFailingRuns {
    @TempDir
    private Path folder = Path.of("");

    private static final String FAMILY = """
            CREATE TABLE s (id INT, x STRING) USING csv OPTIONS (path 's.csv');
            CREATE MATERIALIZED VIEW base AS SELECT id, x FROM s;
            CREATE MATERIALIZED VIEW numbers AS SELECT id, cast(x AS INT) AS n FROM base;
            CREATE TEMPORARY VIEW doubled AS SELECT id, 2 * n AS n FROM numbers;
            CREATE MATERIALIZED VIEW total AS SELECT sum(n) AS n FROM doubled;
            CREATE MATERIALIZED VIEW count AS SELECT count(*) AS n FROM base;
            CREATE SINK export USING csv OPTIONS (path 'out');
            CREATE FLOW e AS INSERT INTO export BY NAME SELECT n FROM total;
            CREATE SINK counted USING csv OPTIONS (path 'counted');
            CREATE FLOW c AS INSERT INTO counted BY NAME SELECT n FROM count;
            """;

    @Test
    void othersAreRefreshedAndWhatReadsTheFailedKeepsItsContent() {
        ScratchProject project = new ScratchProject(folder, FAMILY);
        project.file("s.csv", "1,10\n2,20\n");
        assertThat(project.run().exitCode()).isZero();
        project.file("s.csv", "1,10\n2,zwanzig\n3,30\n");

        Leat.Ended ended = project.run();

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("""
                p.sql:3:48: error[RUNTIME]: [CAST_INVALID_INPUT] The value 'zwanzig' of the type "STRING" cannot be cast to "INT\
                """, """
                 3 | CREATE MATERIALIZED VIEW numbers AS SELECT id, cast(x AS INT) AS n FROM base;
                   |                                                ^^^^^^^^^^^^^^
                """);
        assertThat(ended.err()).contains("total: skipped", "export: skipped").doesNotContain("\tat ");
        assertThat(results(ended))
                .containsExactlyInAnyOrder(
                        "base refreshed",
                        "numbers failed",
                        "total skipped",
                        "count refreshed",
                        "export skipped",
                        "counted refreshed");
        assertThat(project.rows("SELECT x FROM base ORDER BY id")).containsExactly("10", "zwanzig", "30");
        assertThat(project.rows("SELECT n FROM numbers ORDER BY id")).containsExactly("10", "20");
        assertThat(project.rows("SELECT n FROM total")).containsExactly("60");
        assertThat(project.rows("SELECT n FROM count")).containsExactly("3");
        assertThat(folder.resolve("out/part-00000.csv")).hasContent("60\n");
        assertThat(folder.resolve("counted/part-00000.csv")).hasContent("3\n");
        Leat.Ended quiet = project.run("--quiet");
        assertThat(quiet.err()).startsWith("p.sql:3:48: error[RUNTIME]: ").doesNotContain("skipped");

        project.file("s.csv", "1,10\n2,20\n3,30\n");
        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT n FROM total")).containsExactly("120");
        assertThat(folder.resolve("out/part-00000.csv")).hasContent("120\n");
    }

    /** Names and results from the table at the end. */
    private static List<String> results(Leat.Ended ended) {
        return ended.out()
                .lines()
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.replaceAll("^(\\S+) +(\\S+) .*", "$1 $2"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id + 2147483647                 | ARITHMETIC_OVERFLOW | id + 2147483647
            1000000000000 * (id + 8000000000L) | ARITHMETIC_OVERFLOW | 1000000000000 * (id + 8000000000L)
            10 / (id - 1)                   | DIVIDE_BY_ZERO | 10 / (id - 1)
            10 % (id - 1)                   | REMAINDER_BY_ZERO | 10 % (id - 1)
            cast(x AS INT)                  | CAST_INVALID_INPUT | cast(x AS INT)
            cast(x AS DATE)                 | CAST_INVALID_INPUT | cast(x AS DATE)
            cast(id + 999 AS TINYINT)       | CAST_OVERFLOW | cast(id + 999 AS TINYINT)
            cast(id + 99999 AS DECIMAL(4, 1)) | NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION | cast(id + 99999 AS DECIMAL(4, 1))
            array(1, 2)[id + 1]             | INVALID_ARRAY_INDEX | array(1, 2)[id + 1]
            element_at(array(1, 2), id + 2) | INVALID_ARRAY_INDEX_IN_ELEMENT_AT | element_at(array(1, 2), id + 2)
            make_date(2024, 13, id)         | DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION | make_date(2024, 13, id)
            to_date(x, 'yyyy-MM-dd')        | CANNOT_PARSE_TIMESTAMP | to_date(x, 'yyyy-MM-dd')
            cast(raise_error(x) AS STRING)  | USER_RAISED_EXCEPTION | cast(raise_error(x) AS STRING)
            """)
    void errorOfAnsiModeIsSparksAtItsPlace(String expression, String condition, String marked) {
        String before = "CREATE MATERIALIZED VIEW v AS\n  SELECT 1 AS one, ";
        ScratchProject project = new ScratchProject(
                folder,
                "CREATE TABLE s (id INT, x STRING) USING csv OPTIONS (path 's.csv');\n" + before + expression
                        + " AS y FROM s;\n");
        project.file("s.csv", "1,abc\n");
        Leat.Ended ended = project.run();
        assertThat(ended.err()).contains("error[RUNTIME]: [" + condition + "] ").doesNotContain("\tat ", "== SQL");
        int column = before.length() - before.indexOf('\n');
        assertThat(ended.err()).contains("p.sql:3:" + column + ": ");
        assertThat(ended.err()).endsWith("   | " + " ".repeat(column - 1) + "^".repeat(marked.length()) + "\n");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).containsPattern("v +failed ");
    }

    /** Where DuckDB evaluates before Spark's filter would, the second run gives Spark's rows; they count once. */
    @Test
    void rowsThatFiltersProtectAreNoErrorAndCountOnce() {
        Leat.Ended written = new ScratchProject(
                        folder.resolve("other"), "CREATE MATERIALIZED VIEW o AS SELECT 1 AS n;\n")
                .query(
                        "SELECT cast(id AS INT) AS id, if(id = 500, 'x', cast(id AS STRING)) AS x FROM range(1000)",
                        "--format",
                        "parquet",
                        "--output",
                        folder.resolve("s.parquet"));
        assertThat(written.exitCode()).isZero();
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE s (id INT, x STRING) USING parquet OPTIONS (path 's.parquet');
                CREATE MATERIALIZED VIEW a AS SELECT sum(cast(x AS INT)) AS n FROM s WHERE x RLIKE '^[0-9]+$';
                CREATE MATERIALIZED VIEW b AS SELECT sum(10 / (id - 500)) AS n FROM s WHERE id <> 500;
                CREATE MATERIALIZED VIEW c AS
                SELECT sum(1000 div (id - 500)) AS n FROM s WHERE soundex(x) IS NOT NULL AND id <> 500;
                CREATE MATERIALIZED VIEW d AS
                SELECT count(*) AS n FROM s JOIN (SELECT id, cast(x AS INT) AS y FROM s WHERE id <> 500) t ON s.id = t.y;
                """);
        Leat.Ended ended = project.run();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()
                        .lines()
                        .skip(2)
                        .takeWhile(line -> !line.isEmpty())
                        .map(line -> line.replaceAll(" +", " ").replaceAll(" [^ ]*$", "")))
                .containsExactly(
                        "a refreshed 1000 1", "b refreshed 1000 1", "c refreshed 1000 1", "d refreshed 2000 1");
        assertThat(project.rows("SELECT * FROM a")).containsExactly("499000");
        assertThat(project.rows("SELECT * FROM d")).containsExactly("999");
    }
}
