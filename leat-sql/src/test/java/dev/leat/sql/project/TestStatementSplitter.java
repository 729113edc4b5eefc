package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TestStatementSplitter {
    private static List<StatementText> split(String text) {
        Problems problems = new Problems();
        List<StatementText> statements = StatementSplitter.split(new SourceFile("a.sql", text), problems);
        assertThat(problems.sorted()).isEmpty();
        return statements;
    }

    private static List<String> texts(String text) {
        return split(text).stream().map(StatementText::sql).toList();
    }

    @Test
    void semicolonsInStringsNamesAndCommentsDoNotSplit() {
        assertThat(texts("SELECT ';', \";\", `;`, 'it\\'s;' ; SELECT r'\\' ; -- a; b\nSELECT /* ; /* ; */ ; */ 1"))
                .containsExactly("SELECT ';', \";\", `;`, 'it\\'s;'", "SELECT r'\\'", "SELECT /* ; /* ; */ ; */ 1");
    }

    @Test
    void piecesWithoutATokenAreNoStatements() {
        assertThat(texts(";; -- nothing\n; /* nothing */ ;\n")).isEmpty();
        assertThat(texts("")).isEmpty();
    }

    @Test
    void positionsCountUtf16UnitsAndLinesOfAnyEnd() {
        StatementText statement =
                split("-- 😀\r\n/* 😀 */ SELECT '😀', x\r\nFROM t;").get(0);

        assertThat(statement.start()).hasToString("a.sql:2:10");
        assertThat(statement.find("x")).hasToString("a.sql:2:23");
        assertThat(statement.find("FROM")).hasToString("a.sql:3:1");
        // Spark counts code points: the string is three of them.
        assertThat(statement.source().position(12, 1)).hasToString("a.sql:2:23");
    }

    @Test
    void wordsAreFoundOutsideParenthesesOnly() {
        StatementText statement = split("CREATE TABLE t (using INT) USING csv").get(0);

        assertThat(statement.find("using")).hasToString("a.sql:1:28");
        assertThat(statement.has(0, "create", "table")).isTrue();
        assertThat(statement.has(7, "using", "csv", "options")).isFalse();
    }
}
