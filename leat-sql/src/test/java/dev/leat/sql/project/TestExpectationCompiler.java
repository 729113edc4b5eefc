package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expressions;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestExpectationCompiler {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void data() throws IOException {
        Files.writeString(folder.resolve("s.csv"), "1,a,1.00\n");
    }

    private Dataset compile(String definition) {
        String source = "CREATE TABLE s (id INT, name STRING, amount DECIMAL(8,2)) USING csv OPTIONS (path 's.csv');\n";
        Path file = folder.resolve("p.sql");
        try {
            Files.writeString(file, source + definition);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Pipeline pipeline = new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
        return pipeline.datasets().get(pipeline.datasets().size() - 1);
    }

    private static Expression condition(Expectation expectation) {
        return ((Expectation.Condition) expectation.test()).expression();
    }

    private static List<Integer> positions(Expression expression) {
        return Expressions.columns(expression).stream().map(Column::id).toList();
    }

    @Test
    void conditionIsOverTheColumnsAsTheListNamesAndTypesThem() {
        Dataset view = compile("""
                CREATE MATERIALIZED VIEW v (name STRING, number BIGINT, CONSTRAINT c EXPECT (number > 1 AND name = 'a'))
                AS SELECT id AS number, name FROM s;""");

        Expression condition = condition(view.expectations().get(0));

        assertThat(positions(condition)).containsExactly(1, 0);
        assertThat(Expressions.columns(condition))
                .extracting(column -> column.type().sql())
                .containsExactly("BIGINT", "STRING");
        assertThat(SparkSqlRenderer.expression(condition, Column::name).text())
                .contains("1")
                .contains("'a'");
    }

    @Test
    void qualifiedNamesAndConstantsAreConditionsToo() {
        Dataset view = compile("""
                CREATE MATERIALIZED VIEW v (
                  CONSTRAINT a EXPECT (v.id > 1), CONSTRAINT b EXPECT (default.v.Id < 5), CONSTRAINT c EXPECT (1 = 2))
                AS SELECT name, id FROM s;""");

        assertThat(view.expectations().stream()
                        .map(TestExpectationCompiler::condition)
                        .map(TestExpectationCompiler::positions))
                .containsExactly(List.of(1), List.of(1), List.of());
    }

    @Test
    void conditionOfAStreamIsOverItsTableEvenIfAViewHasTheName() {
        Dataset table = compile("""
                CREATE TEMPORARY VIEW t AS SELECT id AS hidden FROM STREAM(s);
                CREATE STREAMING TABLE default.t (CONSTRAINT c EXPECT (shown > 1)) AS SELECT hidden AS shown FROM STREAM(t);""");

        assertThat(positions(condition(table.expectations().get(0)))).containsExactly(0);
    }

    @Test
    void paddedTextIsComparedAsSparkDoes() {
        Dataset view = compile("""
                CREATE MATERIALIZED VIEW v (id INT, name CHAR(4), CONSTRAINT c EXPECT (name = 'a' OR length(name) = 3))
                AS SELECT id, name FROM s;""");

        assertThat(positions(condition(view.expectations().get(0)))).containsExactly(1);
    }

    @Test
    void keyIsFoundInAnyCase() {
        Dataset view = compile("""
                CREATE MATERIALIZED VIEW v (CONSTRAINT k EXPECT UNIQUE (Amount, ID) ON VIOLATION QUARANTINE)
                AS SELECT id, name, amount FROM s;""");

        Expectation key = view.expectations().get(0);
        assertThat(((Expectation.Unique) key.test()).columns()).containsExactly(2, 0);
        assertThat(key.action()).isEqualTo(Expectation.Action.QUARANTINE);
        assertThat(key.text()).isEqualTo("UNIQUE (Amount, ID)");
        assertThat(key.position()).hasToString("p.sql:2:40");
    }
}
