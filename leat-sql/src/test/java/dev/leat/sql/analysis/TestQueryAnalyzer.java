package dev.leat.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Settings;
import dev.leat.sql.translate.DeclaredRelations;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class TestQueryAnalyzer {
    private final QueryAnalyzer analyzer =
            new QueryAnalyzer(SqlSession.of(Settings.DEFAULT, DeclaredRelations.small()));

    @Test
    void schemaIsSparks() {
        assertThat(fieldsOf("SELECT a + 1 AS x, avg(c) AS y FROM t GROUP BY a"))
                .containsExactly(Field.of("x", DataType.Simple.INT), Field.of("y", new DataType.DecimalType(14, 6)));
    }

    @Test
    void charKeepsItsLength() {
        assertThat(fieldsOf("SELECT k FROM t")).containsExactly(Field.of("k", new DataType.CharType(5)));
    }

    @Test
    void fileIsFoundByFormatAndPath() {
        assertThat(fieldsOf("SELECT * FROM csv.`/data/x.csv`"))
                .containsExactly(Field.of("line", DataType.Simple.STRING));
    }

    @Test
    void streamAndWatermarkAreAccepted() {
        assertThat(fieldsOf("SELECT a FROM STREAM(t) WATERMARK d DELAY OF INTERVAL 10 SECONDS"))
                .hasSize(1);
    }

    @Test
    void unknownColumnIsReportedWithConditionAndPlace() {
        Diagnostic diagnostic = failure("SELECT a,\n  aa FROM t");
        assertThat(diagnostic.code()).isEqualTo(ErrorCode.ANALYSIS);
        assertThat(diagnostic.condition()).contains("UNRESOLVED_COLUMN.WITH_SUGGESTION");
        assertThat(diagnostic.position()).contains(new SourcePosition("<query>", 2, 3, 2));
        assertThat(diagnostic.message()).doesNotContain("== SQL").doesNotContain("SQLSTATE");
    }

    @Test
    void unknownTableIsReportedAtItsName() {
        Diagnostic diagnostic = failure("SELECT * FROM nowhere");
        assertThat(diagnostic.condition()).contains("TABLE_OR_VIEW_NOT_FOUND");
        assertThat(diagnostic.position()).contains(new SourcePosition("<query>", 1, 15, 7));
    }

    @Test
    void syntaxErrorIsReportedAtItsToken() {
        Diagnostic diagnostic = failure("SELECT a b c FROM t");
        assertThat(diagnostic.code()).isEqualTo(ErrorCode.SYNTAX);
        assertThat(diagnostic.position().map(SourcePosition::column)).contains(12);
    }

    @Test
    void positionIsThatOfTheFile() {
        SourceText text = new SourceText("SELECT zz FROM t", new SourcePosition("orders.sql", 7, 4, 1));
        assertThatThrownBy(() -> analyzer.analyze(text))
                .asInstanceOf(InstanceOfAssertFactories.type(LeatException.class))
                .extracting(e -> e.diagnostics().get(0).position())
                .isEqualTo(Optional.of(new SourcePosition("orders.sql", 7, 11, 2)));
    }

    @Test
    void settingsChangeTheMeaning() {
        Settings settings = new Settings("UTC", Map.of("spark.sql.caseSensitive", "true"));
        QueryAnalyzer strict = new QueryAnalyzer(SqlSession.of(settings, DeclaredRelations.small()));
        assertThatThrownBy(() -> strict.analyze(SourceText.of("SELECT A FROM t")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("UNRESOLVED_COLUMN");
        assertThat(fieldsOf("SELECT A FROM t")).hasSize(1);
    }

    @Test
    void withoutAnsiModeNothingRuns() {
        Settings settings = new Settings("UTC", Map.of("spark.sql.ansi.enabled", "false"));
        assertThatThrownBy(() -> new QueryAnalyzer(SqlSession.of(settings, DeclaredRelations.small())))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("spark.sql.ansi.enabled")
                .hasMessageContaining("try_cast");
    }

    private List<Field> fieldsOf(String sql) {
        return analyzer.analyze(SourceText.of(sql)).fields();
    }

    private Diagnostic failure(String sql) {
        try {
            analyzer.analyze(SourceText.of(sql));
        } catch (LeatException e) {
            return e.diagnostics().get(0);
        }
        throw new AssertionError("accepted: " + sql);
    }
}
