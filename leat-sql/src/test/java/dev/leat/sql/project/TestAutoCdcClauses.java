package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.LeatException;
import dev.leat.sql.project.AutoCdcClauses.Clause;
import dev.leat.sql.project.AutoCdcClauses.Range;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestAutoCdcClauses {
    private static StatementText statement(String sql) {
        return StatementSplitter.split(new SourceFile("a.sql", sql), new Problems())
                .get(0);
    }

    private static String text(StatementText text, Clause clause) {
        Optional<Range> range = AutoCdcClauses.read(
                        text, AutoCdcClauses.find(text).orElseThrow())
                .find(clause);
        return range.map(found -> text.sql()
                        .substring(
                                text.tokens().get(found.start()).start(),
                                text.tokens().get(found.end() - 1).end()))
                .orElse("");
    }

    @Test
    void clausesStandInAnyOrderAndEndWhereTheNextBegins() {
        StatementText text = statement("""
                CREATE FLOW f AS AUTO CDC INTO a.t
                FROM (SELECT keys(x) FROM STREAM(s)) -- KEYS (no)
                SEQUENCE BY extract(YEAR FROM at) KEYS (a, b)
                COLUMNS * EXCEPT (c) APPLY AS DELETE WHEN op = 'SEQUENCE BY' AND columns > 0
                STORED AS SCD TYPE 1""");

        assertThat(text(text, Clause.INTO)).isEqualTo("a.t");
        assertThat(text(text, Clause.FROM)).isEqualTo("(SELECT keys(x) FROM STREAM(s))");
        assertThat(text(text, Clause.SEQUENCE)).isEqualTo("extract(YEAR FROM at)");
        assertThat(text(text, Clause.KEYS)).isEqualTo("(a, b)");
        assertThat(text(text, Clause.COLUMNS)).isEqualTo("* EXCEPT (c)");
        assertThat(text(text, Clause.DELETE)).isEqualTo("op = 'SEQUENCE BY' AND columns > 0");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE FLOW f AS AUTO CDC INTO t FROM s, true",
        "create flow f comment 'x' as auto cdc into t from s, true",
        "CREATE STREAMING TABLE t FLOW AUTO CDC FROM s, true",
        "CREATE OR REFRESH STREAMING TABLE t (a INT) FLOW AUTO CDC FROM s, true",
        "CREATE STREAMING TABLE t AS SELECT auto cdc FROM s, false",
        "CREATE FLOW f AS INSERT INTO t SELECT 1 AS auto, false",
        "SELECT 1 AS AUTO CDC, false"
    })
    void statementHasTheClausesWhereItsFlowBegins(String sql, boolean has) {
        assertThat(AutoCdcClauses.find(statement(sql)).isPresent()).isEqualTo(has);
    }

    @Test
    void queryOfTheSourceStandsWhereTheSourceDoes() {
        StatementText text = statement("CREATE /* 😀 */ FLOW f AS AUTO CDC INTO t\nFROM s KEYS (a) SEQUENCE BY b");
        SqlToken from = text.tokens().stream()
                .filter(token -> token.is("FROM"))
                .findFirst()
                .orElseThrow();
        SqlToken source = text.tokens().stream()
                .filter(token -> token.is("s"))
                .findFirst()
                .orElseThrow();

        String query = text.onlySelected(text.tokens().get(1), from, source);

        assertThat(query.lines().toList().get(0).stripTrailing()).isEqualTo("SELECT         *");
        assertThat(query.lines().toList().get(1).stripTrailing()).isEqualTo("FROM s");
    }

    @Test
    void whatIsMissingIsNamed() {
        StatementText text = statement("CREATE FLOW f AS AUTO CDC INTO t FROM s");
        AutoCdcClauses clauses =
                AutoCdcClauses.read(text, AutoCdcClauses.find(text).orElseThrow());

        assertThatThrownBy(() -> clauses.require(Clause.KEYS))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("AUTO CDC lacks the clause KEYS");
    }
}
