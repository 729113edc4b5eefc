package dev.leat.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestSuiteFiles {
    @Test
    void theWholeSuiteIsRead() {
        List<SuiteFile> files = SuiteFiles.load();

        assertThat(files).hasSizeGreaterThan(330);
        assertThat(files.stream().mapToInt(file -> file.queries().size()).sum()).isGreaterThan(18_000);
        assertThat(files).allSatisfy(file -> assertThat(file.queries()).isNotEmpty());
    }

    @Test
    void blocksOfAGoldenFileAreStatementSchemaAndOutput() {
        List<GoldenQuery> queries = SuiteFiles.queries("""
                -- Automatically generated
                -- !query
                SELECT 1
                -- !query schema
                struct<1:int>
                -- !query output
                1


                -- !query
                SELECT x
                -- !query schema
                struct<>
                -- !query output
                org.apache.spark.sql.AnalysisException
                {
                  "errorClass" : "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION"
                }
                """);

        assertThat(queries).hasSize(2);
        assertThat(queries.get(0)).isEqualTo(new GoldenQuery("SELECT 1", "struct<1:int>", "1"));
        assertThat(queries.get(0).isError()).isFalse();
        assertThat(queries.get(1).isError()).isTrue();
        assertThat(queries.get(1).condition()).contains("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION");
    }

    @Test
    void settingsStandInComments() {
        assertThat(SuiteFiles.settings("--SET a.b = 1, c=d\n--CONFIG_DIM1 e=f\nSELECT 1;\n-- SET g=h"))
                .isEqualTo(Map.of("a.b", "1", "c", "d"));
    }

    @Test
    void statementsAreToldByTheirFirstWords() {
        assertThat(StatementKind.of("/* c */ -- d\n select 1")).isEqualTo(StatementKind.QUERY);
        assertThat(StatementKind.of("(select 1)")).isEqualTo(StatementKind.QUERY);
        assertThat(StatementKind.of("WITH t AS (SELECT 1) INSERT INTO u SELECT * FROM t"))
                .isEqualTo(StatementKind.FIXTURE);
        assertThat(StatementKind.of("create or replace temp view v as select 1"))
                .isEqualTo(StatementKind.VIEW);
        assertThat(StatementKind.of("CREATE TEMP VIEW v (a int) USING csv")).isEqualTo(StatementKind.FIXTURE);
        assertThat(StatementKind.of("CREATE TABLE t (a int)")).isEqualTo(StatementKind.FIXTURE);
        assertThat(StatementKind.of("CREATE FUNCTION f() RETURNS INT RETURN 1")).isEqualTo(StatementKind.FUNCTION);
        assertThat(StatementKind.of("SET VARIABLE x = 1")).isEqualTo(StatementKind.VARIABLE);
        assertThat(StatementKind.of("SET a=b")).isEqualTo(StatementKind.SETTING);
    }

    @Test
    void legacySettingsAndRegisteredFunctionsAreOutOfScope() {
        Scope scope = new Scope(new SuiteFile("postgreSQL/a.sql", Map.of(), List.of()));

        assertThat(scope.outOfScope(StatementKind.QUERY, "SELECT booleq(a, b)")).contains("registered function");
        assertThat(scope.outOfScope(StatementKind.QUERY, "SELECT a")).isEqualTo(Optional.empty());
        scope.setting("SET spark.sql.legacy.javaCharsets=true");
        assertThat(scope.outOfScope(StatementKind.QUERY, "SELECT a"))
                .contains("legacy setting spark.sql.legacy.javaCharsets");
        scope.setting("SET spark.sql.legacy.javaCharsets=false");
        assertThat(scope.outOfScope(StatementKind.QUERY, "SELECT a")).isEqualTo(Optional.empty());
    }

    @Test
    void onlyCallsOfRegisteredFunctionsAreOutOfScope() {
        Scope scope = new Scope(new SuiteFile("udf/a.sql", Map.of(), List.of()));
        scope.define("CREATE TEMPORARY FUNCTION IDENTIFIER('my' || 'Avg') AS 'class'");
        scope.define("CREATE OR REPLACE TEMP VIEW calls AS SELECT udf(a) FROM t");
        scope.define("CREATE TEMP VIEW plain AS SELECT a AS udf FROM t");

        assertThat(List.of("SELECT UDF(a)", "SELECT myavg (a)", "SELECT IDENTIFIER('myAvg')(a)", "SELECT * FROM calls"))
                .allSatisfy(sql ->
                        assertThat(scope.outOfScope(StatementKind.QUERY, sql)).contains("registered function"));
        assertThat(List.of("SELECT udf", "SELECT IDENTIFIER('a') FROM t", "SELECT * FROM plain"))
                .allSatisfy(sql ->
                        assertThat(scope.outOfScope(StatementKind.QUERY, sql)).isEmpty());
        scope.define("CREATE OR REPLACE TEMP VIEW calls AS SELECT a FROM t");
        assertThat(scope.outOfScope(StatementKind.QUERY, "SELECT * FROM calls")).isEmpty();
    }
}
