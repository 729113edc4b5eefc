package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.Statement.CreateFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestAutoCdcFlow {
    private static CreateFlow read(String sql) {
        StatementText text = StatementSplitter.split(new SourceFile("a.sql", sql), new Problems())
                .get(0);
        return AutoCdcFlow.read(text, AutoCdcClauses.find(text).orElseThrow(), SparkSettings.of(Settings.DEFAULT));
    }

    @Test
    void namesHaveTheirPlaces() {
        CreateFlow flow = read("CREATE FLOW `my flow` COMMENT 'x' AS AUTO CDC INTO sales . `t.1` FROM STREAM(s)"
                + " KEYS (a, b) SEQUENCE BY at");

        assertThat(flow.name().parts()).containsExactly("my flow");
        assertThat(flow.name().position()).hasToString("a.sql:1:13");
        assertThat(flow.target().parts()).containsExactly("sales", "t.1");
        assertThat(flow.target().position()).hasToString("a.sql:1:52");
        assertThat(flow.target().position().length()).isEqualTo("sales . `t.1`".length());
        assertThat(flow.capture().map(ChangeCapture::keyCount)).contains(2);
        assertThat(flow.matching()).isEqualTo(Statement.Matching.BY_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c.d", "a.", "a b", "'t'", "IDENTIFIER('t')"})
    void targetIsAName(String target) {
        assertThatThrownBy(() ->
                        read("CREATE FLOW f AS AUTO CDC INTO " + target + " FROM STREAM(s) KEYS (a) SEQUENCE BY at"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Expected a name of at most three parts");
    }
}
