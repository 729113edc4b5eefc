package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.sql.project.QueryCompiler.CompiledQuery;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestProjectCompiler {
    private static final Path SHOP =
            Path.of("src/test/resources/projects/valid/shop").toAbsolutePath();

    private static Pipeline compile(Path path) {
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(path)))
                .require();
    }

    private static Pipeline compileSql(Path folder, String sql) {
        Path file = folder.resolve("project.sql");
        try {
            Files.writeString(file, sql);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return compile(file);
    }

    private static List<String> names(Pipeline pipeline) {
        return pipeline.datasets().stream()
                .map(dataset -> dataset.name().toString())
                .toList();
    }

    private static String columns(List<Field> fields) {
        return String.join(
                ", ",
                fields.stream()
                        .map(field -> field.name() + " " + field.type().sql() + (field.nullable() ? "" : " NOT NULL"))
                        .toList());
    }

    @Test
    void projectOfSeveralFilesBecomesAPipelineInTheOrderOfReading() {
        Pipeline pipeline = compile(SHOP);

        assertThat(pipeline.name()).isEqualTo("shop");
        assertThat(pipeline.settings().zone()).isEqualTo("Europe/Berlin");
        assertThat(names(pipeline))
                .containsExactly(
                        "spark_catalog.sales.raw", "spark_catalog.sales.totals", "big", "spark_catalog.sales.top");
        assertThat(pipeline.sources())
                .extracting(source -> source.definition().paths())
                .containsExactly(
                        List.of(SHOP.resolve("data/orders.csv").toString()),
                        List.of(SHOP.resolve("data/k.json").toString()));
        assertThat(pipeline.sinks())
                .extracting(sink -> sink.options().get("path"))
                .containsExactly(SHOP.resolve("out").toString());
        assertThat(pipeline.flows())
                .extracting(Flow::name)
                .containsExactly(
                        RelationName.of("spark_catalog", "sales", "f1"),
                        RelationName.of("spark_catalog", "sales", "f2"),
                        RelationName.of("spark_catalog", "sales", "o"));
    }

    @Test
    void streamingTableHasTheColumnsOfAllItsFlows() {
        Pipeline pipeline = compile(SHOP);

        assertThat(columns(pipeline.datasets().get(0).schema()))
                .isEqualTo("id INT, amount DECIMAL(10,2), ts TIMESTAMP, region STRING");
        assertThat(pipeline.flows().get(1).query().output())
                .extracting("name")
                .containsExactly("id", "amount", "ts", "region");
    }

    @Test
    void declaredColumnsAreMatchedByNameAndConverted() {
        Dataset totals = compile(SHOP).datasets().get(1);

        assertThat(columns(totals.schema())).isEqualTo("region CHAR(4), total DECIMAL(12,2), n BIGINT NOT NULL");
        assertThat(totals.schema().get(1).comment()).contains("sum");
        assertThat(totals).isInstanceOfSatisfying(Dataset.MaterializedView.class, view -> {
            assertThat(view.query().output()).extracting("name").containsExactly("region", "total", "n");
            assertThat(view.attributes().partitioning()).containsExactly("region");
            assertThat(view.attributes().comment()).contains("x");
        });
    }

    @Test
    void orderOfStatementsDoesNotMatter(@TempDir Path folder) {
        Pipeline pipeline = compileSql(folder, """
                CREATE MATERIALIZED VIEW third AS SELECT * FROM second;
                CREATE TEMPORARY VIEW second AS SELECT x + 1 AS y FROM First;
                CREATE MATERIALIZED VIEW first AS VALUES (1), (2) AS t(x);
                """);

        assertThat(names(pipeline))
                .containsExactly("spark_catalog.default.first", "second", "spark_catalog.default.third");
        assertThat(pipeline.name()).isEqualTo("project");
    }

    @Test
    void temporaryViewHidesTheTableOfItsName(@TempDir Path folder) {
        Pipeline pipeline = compileSql(folder, """
                CREATE MATERIALIZED VIEW t AS SELECT 1 AS stored;
                CREATE TEMPORARY VIEW t AS SELECT 2 AS viewed;
                CREATE MATERIALIZED VIEW a AS SELECT * FROM t;
                CREATE MATERIALIZED VIEW b AS SELECT * FROM default.t;
                CREATE MATERIALIZED VIEW c AS SELECT t.viewed, s.* FROM t, default.t AS s WHERE t.viewed > s.stored;
                """);

        assertThat(pipeline.datasets())
                .filteredOn(dataset -> dataset instanceof Dataset.MaterializedView)
                .extracting(dataset -> dataset.name().simpleName() + ": " + columns(dataset.schema()))
                .contains(
                        "a: viewed INT NOT NULL",
                        "b: stored INT NOT NULL",
                        "c: viewed INT NOT NULL, stored INT NOT NULL");
    }

    @Test
    void setBeforeTheDefinitionsAndUseSchemaHold(@TempDir Path folder) {
        Pipeline pipeline = compileSql(folder, """
                SET spark.sql.session.timeZone = America/New_York;
                USE SCHEMA s1;
                CREATE OR REFRESH MATERIALIZED VIEW a AS SELECT timestamp'2024-01-01 00:00:00' AS at;
                USE SCHEMA s2;
                CREATE MATERIALIZED VIEW b AS SELECT * FROM s1.a;
                """);

        assertThat(pipeline.settings().zone()).isEqualTo("America/New_York");
        assertThat(names(pipeline)).containsExactly("spark_catalog.s1.a", "spark_catalog.s2.b");
    }

    @Test
    void namesInsideTheQueryAreNoDependencies(@TempDir Path folder) {
        Pipeline pipeline = compileSql(folder, """
                CREATE MATERIALIZED VIEW a AS
                WITH b AS (SELECT 1 AS x) SELECT x FROM b WHERE x IN (SELECT x FROM c);
                CREATE MATERIALIZED VIEW b AS SELECT * FROM a;
                CREATE MATERIALIZED VIEW c AS SELECT 1 AS x;
                """);

        assertThat(names(pipeline))
                .containsExactly("spark_catalog.default.c", "spark_catalog.default.a", "spark_catalog.default.b");
    }

    @Test
    void queryReadsDatasetsSourcesAndFiles() {
        QueryCompiler compiler = new QueryCompiler(compile(SHOP), SHOP, new SparkFileReaders());

        CompiledQuery query = compiler.compile("SELECT o.id, b.amount, k.v FROM orders o JOIN big b ON o.id = b.id"
                + " JOIN json.`data/k.json` k ON k.k = o.id ORDER BY 1;");

        assertThat(columns(query.columns())).isEqualTo("id INT, amount DECIMAL(10,2), v STRING");
        assertThat(query.plan()).isInstanceOf(Plan.Sort.class);
        assertThat(query.sources()).isEmpty();
        assertThat(compiler.compile("SELECT * FROM csv.`data/orders.csv`").sources())
                .extracting(source -> source.name().toString())
                .containsExactly("csv.`data/orders.csv`");
        assertThat(compiler.compile("SELECT _metadata.file_name FROM orders").columns())
                .extracting(Field::name)
                .containsExactly("file_name");
    }

    @Test
    void wrongQueriesAreRefusedWithTheirPosition() {
        QueryCompiler compiler = new QueryCompiler(compile(SHOP), SHOP, new SparkFileReaders());

        assertThatThrownBy(() -> compiler.compile("SELECT * FROM totls"))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ANALYSIS))
                .hasMessageContaining(
                        "<query>:1:15: [TABLE_OR_VIEW_NOT_FOUND] There is no table or view totls; did you mean"
                                + " totals?");
        assertThatThrownBy(() -> compiler.compile("SELECT 1; SELECT 2"))
                .hasMessageContaining("<query>:1:11: Expected one query, found a second one");
        assertThatThrownBy(() -> compiler.compile("DROP TABLE totals"))
                .hasMessageContaining("<query>:1:1: Expected a query");
        assertThatThrownBy(() -> compiler.compile("INSERT INTO totals SELECT 1"))
                .hasMessageContaining("<query>:1:1: Expected a query");
        assertThatThrownBy(() -> compiler.compile("SELECT * FROM STREAM(raw)")).hasMessageContaining("without STREAM");
    }

    @Test
    void queriesOfManyKindsCompile() {
        Pipeline pipeline = compile(SHOP.resolveSibling("breadth").resolve("breadth.sql"));

        assertThat(pipeline.settings().configuration()).containsEntry("my.limit", "3");
        assertThat(pipeline.datasets())
                .extracting(dataset -> dataset.name().simpleName() + ": " + columns(dataset.schema()))
                .contains(
                        "a: id INT, f STRING NOT NULL, t TIMESTAMP NOT NULL",
                        "b: c CHAR(5), n BIGINT NOT NULL",
                        "c: n DECIMAL(20,0), x STRUCT<a: BIGINT, b: STRING>, arr ARRAY<DOUBLE>, m MAP<STRING, BIGINT>",
                        "agg: win STRUCT<start: TIMESTAMP, end: TIMESTAMP>, n BIGINT",
                        "weird name: a b INT NOT NULL",
                        "h: v VARCHAR(3), ts TIMESTAMP_NTZ");
    }

    @Test
    void placesWithoutAProjectAreRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> ProjectLocation.of(folder.resolve("none")))
                .hasMessageContaining("a project is a folder with a spark-pipeline.yml, or one .sql file");
        assertThatThrownBy(() -> ProjectLocation.of(folder)).hasMessageContaining("has no spark-pipeline.yml");
    }
}
