package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.Diagnostic;
import dev.leat.pipeline.Expectation.Action;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestConstraintClauses {
    private static StatementText statement(String sql) {
        return StatementSplitter.split(new SourceFile("a.sql", sql), new Problems())
                .get(0);
    }

    private static ConstraintClauses find(String list) {
        return ConstraintClauses.find(statement("CREATE MATERIALIZED VIEW v " + list + " AS SELECT 1"));
    }

    /** What Spark's parser gets to see of a list. */
    private static String left(String list) {
        StatementText text = statement("CREATE MATERIALIZED VIEW v " + list + " AS SELECT 1");
        ConstraintClauses found = ConstraintClauses.find(text);
        assertThat(found.problems()).isEmpty();
        String sql = text.without(found.hidden());
        return sql.replaceAll("\\s+", " ")
                .replace("CREATE MATERIALIZED VIEW v", "")
                .replace("AS SELECT 1", "")
                .strip();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (CONSTRAINT a EXPECT (x > 0))                                                        | ''
            (CONSTRAINT a EXPECT (x > 0), CONSTRAINT b EXPECT UNIQUE (x, y) ON VIOLATION DROP ROW) | ''
            (x INT, CONSTRAINT a EXPECT (x > 0))                                                 | ( x INT )
            (CONSTRAINT a EXPECT (x > 0), x INT)                                                 | ( x INT)
            (x INT, CONSTRAINT a EXPECT (x > 0) ON VIOLATION FAIL UPDATE, y INT)                 | ( x INT , y INT)
            (CONSTRAINT a EXPECT (x), x INT, CONSTRAINT b EXPECT (x), CONSTRAINT c EXPECT (x))   | ( x INT )
            (x STRUCT<a: INT, b: DECIMAL(10, 2)>, CONSTRAINT a EXPECT (f(x, (1))), y MAP<INT, INT>) | ( x STRUCT<a: INT, b: DECIMAL(10, 2)> , y MAP<INT, INT>)
            (constraint INT, expect INT)                                                         | (constraint INT, expect INT)
            (x INT CONSTRAINT c CHECK (x > 0))                                                   | (x INT CONSTRAINT c CHECK (x > 0))
            """)
    void constraintsAreHiddenWithTheirCommas(String list, String expected) {
        assertThat(left(list).replaceAll("^\\((?=\\S)", "(")).isEqualToIgnoringWhitespace(expected);
    }

    @Test
    void hiddenTextKeepsLinesAndColumns() {
        StatementText text = statement("""
                CREATE OR REFRESH STREAMING TABLE t (
                  CONSTRAINT a EXPECT (x <> '😀
                '), x INT) AS SELECT x FROM STREAM(s)""");

        String sql = text.without(ConstraintClauses.find(text).hidden());

        assertThat(sql.lines().map(line -> line.codePointCount(0, line.length())))
                .containsExactlyElementsOf(text.sql()
                        .lines()
                        .map(line -> line.codePointCount(0, line.length()))
                        .toList());
        assertThat(sql.lines().toList().get(2)).isEqualTo("    x INT) AS SELECT x FROM STREAM(s)");
    }

    @Test
    void actionsAreRead() {
        List<Action> actions = find("""
                (CONSTRAINT a EXPECT (x), CONSTRAINT b EXPECT (x) ON VIOLATION DROP ROW,
                 constraint c expect (x) on violation fail update, CONSTRAINT d EXPECT (x) ON VIOLATION QUARANTINE)""").clauses().stream()
                .map(ConstraintClauses.Clause::action)
                .toList();

        assertThat(actions).containsExactly(Action.KEEP_ROW, Action.DROP_ROW, Action.FAIL_UPDATE, Action.QUARANTINE);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE STREAMING TABLE IF NOT EXISTS a.b.t (CONSTRAINT c EXPECT (x)) AS SELECT 1, 1, 0",
        "CREATE OR REFRESH MATERIALIZED VIEW `my table` (CONSTRAINT c EXPECT (x)), 1, 0",
        "CREATE MATERIALIZED VIEW v AS SELECT (CONSTRAINT c EXPECT (x)), 0, 0",
        "CREATE MATERIALIZED VIEW v CONSTRAINT c EXPECT (x) AS SELECT 1, 0, 1",
        "CREATE TEMPORARY VIEW v (CONSTRAINT c EXPECT (x)) AS SELECT 1, 0, 1",
        "CREATE TABLE t (CONSTRAINT c EXPECT (x)) USING csv, 0, 1",
        "SELECT (CONSTRAINT c EXPECT (x)), 0, 0",
    })
    void constraintsStandAfterTheNameOfADataset(String sql, int clauses, int problems) {
        ConstraintClauses found = ConstraintClauses.find(statement(sql));

        assertThat(found.clauses()).hasSize(clauses);
        assertThat(found.problems()).hasSize(problems);
    }

    @Test
    void textThatEndsInAConstraintIsAProblem() {
        for (String sql : List.of("(CONSTRAINT c EXPECT", "(CONSTRAINT c EXPECT (x", "(CONSTRAINT c EXPECT (x) ON")) {
            ConstraintClauses found = ConstraintClauses.find(statement("CREATE MATERIALIZED VIEW v " + sql));

            assertThat(found.problems())
                    .as(sql)
                    .extracting(Diagnostic::message)
                    .singleElement()
                    .asString()
                    .startsWith("The constraint cannot be read at ");
        }
    }
}
