package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.Diagnostic;
import dev.leat.error.LeatException;
import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Plan;
import dev.leat.plan.TextColumns;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.Engine;
import dev.leat.spi.QueryResult;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.project.QueryCompiler;
import dev.leat.sql.project.QueryCompiler.CompiledQuery;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of results, and of sources, is answered alike by both engines: the same texts and the same JSON in the same order, or the same error. */
final class TestQueriesOfBothEngines {
    private static final String PROJECT = """
            CREATE TABLE lines (id INT, k STRING, x DOUBLE, at TIMESTAMP) USING json OPTIONS (path '$IN');
            CREATE MATERIALIZED VIEW types AS SELECT * FROM VALUES
              (1, true, 127Y, 32767S, 9223372036854775807L, 12345678901234567890.12BD, float('NaN'), -0.0D, DATE'0001-01-01',
               TIMESTAMP'2024-02-29 23:59:59.999999', TIMESTAMP_NTZ'1969-12-31 23:59:59.000001', X'00FF',
               array(1, NULL), map('k', 1.5BD), named_struct('a', 1, 'b', 'x', 'l', array(named_struct('c', 2Y))), 'ü😀'),
              (2, false, -128Y, -1S, -1L, -0.01BD, float('-Infinity'), 1e300D, DATE'9999-12-31',
               TIMESTAMP'1582-10-15 00:00:00', TIMESTAMP_NTZ'9999-12-31 00:00:00', X'', array(), map(),
               named_struct('a', NULL, 'b', '', 'l', array()), ''),
              (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
              AS t(id, flag, tiny, small, big, dec, f, d, day, ts, ntz, bytes, list, map, record, text);
            CREATE STREAMING TABLE kept (CONSTRAINT positive EXPECT (x >= 0) ON VIOLATION QUARANTINE)
              AS SELECT * FROM STREAM(lines);
            CREATE MATERIALIZED VIEW per_key AS SELECT k, count(*) AS n, sum(x) AS total FROM kept GROUP BY k;
            CREATE TEMPORARY VIEW late_keys AS SELECT k FROM per_key WHERE n > 1;
            """;

    private static final List<String> QUERIES = List.of(
            "SELECT * FROM types ORDER BY id",
            "SELECT id, tiny + 1Y AS t, small * 2S AS s FROM types WHERE id > 2 ORDER BY id",
            "SELECT CAST(d AS STRING), f, -d FROM types ORDER BY id DESC",
            "SELECT record.l[0].c, record, map['k'], list, size(list) FROM types WHERE id = 1",
            "SELECT id, ts - TIMESTAMP'2024-01-01 00:00:00' AS since, make_ym_interval(1, id) AS months FROM types ORDER BY id",
            "SELECT INTERVAL '1' DAY AS d, INTERVAL '2-3' YEAR TO MONTH AS m, make_interval(1, 2, 3, 4, 5, 6, 7.008) AS c",
            "SELECT NULL AS nothing, 1 AS `a b`, 'x' AS A, 'y' AS a",
            "SELECT hex(bytes), base64(bytes) FROM types ORDER BY id",
            "SELECT day, date_add(day, 1) FROM types WHERE id = 1",
            "SELECT date_add(day, 1) FROM types ORDER BY id",
            "SELECT * FROM kept ORDER BY id, k",
            "SELECT * FROM kept_quarantine ORDER BY id",
            "SELECT k, n, total, total / n AS mean, CAST(total AS DECIMAL(10, 2)) FROM per_key ORDER BY k NULLS LAST",
            "SELECT * FROM late_keys ORDER BY k",
            "SELECT p.k, count(*) FROM per_key p JOIN kept USING (k) GROUP BY p.k ORDER BY 1 DESC",
            "SELECT k, x, sum(x) OVER (PARTITION BY k ORDER BY id) AS running FROM kept ORDER BY k, id",
            "SELECT (SELECT max(total) FROM per_key) AS most, (SELECT count(*) FROM lines) AS read",
            "SELECT * FROM lines ORDER BY id NULLS FIRST, x",
            "SELECT id, k FROM json.`$IN` ORDER BY id, k",
            "SELECT at, date_trunc('HOUR', at), date_format(at, 'yyyy-MM-dd HH:mm:ss.SSSSSS z') FROM kept ORDER BY id LIMIT 3",
            "SELECT k FROM kept EXCEPT ALL SELECT k FROM per_key ORDER BY 1",
            "SELECT id FROM kept ORDER BY id DESC LIMIT 2 OFFSET 1",
            "SELECT explode(sequence(1, 5)) AS i ORDER BY i DESC",
            "SELECT id FROM range(3000) ORDER BY id DESC",
            "SELECT collect_list(k) FROM (SELECT k FROM kept ORDER BY k) WHERE k = 'a'",
            "SELECT to_json(record), to_csv(named_struct('a', 1, 'b', id)) FROM types ORDER BY id",
            "SELECT 1 WHERE false",
            "SELECT count(*) AS n FROM types WHERE false",
            "SELECT\n  x,\n  1 / (x - x) AS y FROM kept",
            "SELECT CAST(k AS INT) FROM kept ORDER BY id",
            "SELECT array(id, 2)[id + 4] AS e FROM types",
            "SELECT big + 1L FROM types WHERE id = 1");

    /** Of whose failures Spark does not tell the place. */
    private static final List<String> WITHOUT_PLACE = List.of(
            "SELECT assert_true(n > 1) FROM per_key",
            "SELECT raise_error('stop: ' || k) FROM per_key WHERE k = 'a'",
            "SELECT to_date(text, 'yyyy') FROM types WHERE id = 1");

    private static final List<String> EXPORTED = List.of(
            "SELECT * FROM types ORDER BY id",
            "SELECT id, dec, CAST(id AS DECIMAL(5, 2)) AS d5, CAST(-id AS DECIMAL(18, 3)) AS d18, CAST(text AS VARCHAR(9)) AS v"
                    + " FROM types ORDER BY id DESC",
            "SELECT id, map('a', array(map(1Y, struct(ts, ntz, bytes)))) AS deep FROM types ORDER BY id",
            "SELECT id FROM range(2500) ORDER BY id DESC",
            "SELECT id FROM kept WHERE false");

    @TempDir
    private Path folder = Path.of("");

    private Path in = Path.of("");

    @BeforeEach
    void writeProject() throws IOException {
        in = Files.createDirectories(folder.resolve("in"));
        Files.writeString(in.resolve("a.json"), """
                {"id":1,"k":"a","x":1.5,"at":"2024-01-01T10:00:00Z"}
                {"id":2,"k":"b","x":-1,"at":"2024-01-01T10:00:01.000001Z"}
                {"id":"none", broken
                {"id":3,"k":"a","x":2.25,"at":"1900-01-01T00:00:00Z"}
                {"id":4,"k":"ü,\\"q\\"\\nz","x":0}
                {"id":5,"x":1e-7,"at":null}
                """);
        Files.writeString(folder.resolve("p.sql"), PROJECT.replace("$IN", in.toString()));
    }

    private Pipeline pipeline() {
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("p.sql"))))
                .require();
    }

    private static void run(Engine engine, Pipeline pipeline) {
        assertThat(Engines.run(engine, pipeline).failure()).isEmpty();
    }

    @Test
    void answersAreTheSame() {
        Pipeline pipeline = pipeline();
        try (SparkEngine writer = SparkEngines.open(folder.resolve("warehouse"), Clock.systemUTC())) {
            run(writer, pipeline);
        }
        SoftAssertions all = new SoftAssertions();
        try (DuckDbEngine embedded = Engines.open(EngineOptions.at(folder.resolve("state")), Clock.systemUTC());
                SparkEngine cluster = SparkEngine.openToRead(
                        SparkEngines.session(), SparkEngines.options(folder.resolve("warehouse")))) {
            run(embedded, pipeline);
            int files = 0;
            for (String text : EXPORTED) {
                Pipeline asked = asked(pipeline, text);
                Path file = folder.resolve("file" + files++);
                all.assertThat(parquet(cluster, asked, file.resolveSibling(file + "-spark.parquet")))
                        .as("as Parquet: " + text)
                        .isEqualTo(parquet(embedded, asked, file.resolveSibling(file + "-embedded.parquet")));
            }
            for (String text : QUERIES) {
                Pipeline asked = asked(pipeline, text.replace("$IN", in.toString()));
                Plan plan = AskedQuery.of(asked);
                all.assertThat(answer(cluster, asked, TextColumns.cast(plan)))
                        .as(text)
                        .isEqualTo(answer(embedded, asked, TextColumns.cast(plan)));
                all.assertThat(answer(cluster, asked, TextColumns.json(plan)))
                        .as("as JSON: " + text)
                        .isEqualTo(answer(embedded, asked, TextColumns.json(plan)));
            }
            for (String text : WITHOUT_PLACE) {
                Pipeline asked = asked(pipeline, text);
                Plan plan = TextColumns.cast(AskedQuery.of(asked));
                String expected = answer(embedded, asked, plan).get(0).get(0);
                all.assertThat(answer(cluster, asked, plan))
                        .as(text)
                        .isEqualTo(List.of(List.of(expected.replaceFirst("^<query>:[0-9]+:[0-9]+: ", ""))));
            }
        }
        all.assertAll();
    }

    private Pipeline asked(Pipeline pipeline, String sql) {
        CompiledQuery query = new QueryCompiler(pipeline, folder, new SparkFileReaders()).compile(sql);
        return AskedQuery.put(pipeline, query.sources(), query.columns(), query.plan());
    }

    private static String parquet(Engine engine, Pipeline asked, Path file) {
        engine.exportParquet(asked, AskedQuery.of(asked), file);
        Dataset<Row> read = SparkEngines.session().read().parquet(file.toString());
        return read.schema().treeString() + String.join("\n", read.toJSON().collectAsList());
    }

    /** The values of the rows, or what is told of the error. */
    private static List<List<String>> answer(Engine engine, Pipeline pipeline, Plan text) {
        List<List<String>> all = new ArrayList<>();
        try (QueryResult result = engine.query(pipeline, text)) {
            for (int rows = result.next(); rows > 0; rows = result.next()) {
                for (int row = 0; row < rows; row++) {
                    int at = row;
                    all.add(IntStream.range(0, result.schema().size())
                            .mapToObj(i -> result.column(i).isNullAt(at)
                                    ? "NULL"
                                    : new String(result.column(i).bytesAt(at), StandardCharsets.UTF_8))
                            .toList());
                }
            }
            return all;
        } catch (LeatException e) {
            return List.of(e.diagnostics().stream().map(Diagnostic::toString).toList());
        }
    }
}
