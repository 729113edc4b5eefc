package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Settings;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.AutoCdcReader.Changes;
import org.junit.jupiter.api.Test;

final class TestAutoCdcReader {
    private static Changes read(String clauses) {
        String sql = "CREATE STREAMING TABLE t\nFLOW AUTO CDC " + clauses;
        StatementText text = StatementSplitter.split(new SourceFile("a.sql", sql), new Problems())
                .get(0);
        AutoCdcClauses found =
                AutoCdcClauses.read(text, AutoCdcClauses.find(text).orElseThrow());
        return new AutoCdcReader(text, found, SparkSettings.of(Settings.DEFAULT)).read();
    }

    @Test
    void changesAreTheSourceWithKeySequenceAndDeletionBeforeItsColumns() {
        Changes changes = read("FROM STREAM(s) KEYS (a, b) APPLY AS DELETE WHEN op = 'D' SEQUENCE BY at + 1");

        assertThat(changes.capture().keyCount()).isEqualTo(2);
        assertThat(changes.capture().controlCount()).isEqualTo(4);
        assertThat(changes.capture().position()).hasToString("a.sql:2:20");
        assertThat(changes.query().toString().lines().findFirst().orElse(""))
                .containsPattern(
                        "^'Project \\['a AS \\$key0#\\d+, 'b AS \\$key1#\\d+, \\('at \\+ 1\\) AS \\$sequence#\\d+,"
                                + " if \\(\\('op = D\\)\\) true else false AS \\$deletion#\\d+, \\*]");
    }

    @Test
    void withoutAConditionNothingIsDeleted() {
        assertThat(read("FROM STREAM s KEYS (a) SEQUENCE BY at").query().toString())
                .contains("false AS $deletion")
                .contains("UnresolvedRelation [s], [], true");
    }

    @Test
    void columnsMayBeNamed() {
        Changes named = read("FROM STREAM(s) KEYS (a) SEQUENCE BY at COLUMNS (a, `b c`)");

        assertThat(named.query().toString().lines().findFirst().orElse("")).endsWith(", 'a, 'b c]");
        assertThat(named.capture().position()).hasToString("a.sql:2:62");
    }
}
