package dev.leat.duckdb.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.spi.EvaluationException;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.EvaluatorProgram.Kind;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spark's code called from DuckDB's SQL. */
final class TestSparkEvaluators {
    private final Connection connection;
    private final Statement statement;
    private final JavaFunctions<String> functions;

    TestSparkEvaluators() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
        functions = new JavaFunctions<>(connection, new SparkEvaluatorFactory(), DuckDbTypes::sql);
    }

    @BeforeEach
    void useTwoThreads() throws SQLException {
        statement.execute("SET threads = 2");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private String function(Kind kind, String sql, DataType result, DataType... arguments) {
        return functions.register(new EvaluatorProgram(kind, sql, List.of(arguments), result, Settings.DEFAULT), sql);
    }

    private String scalar(String sql, DataType result, DataType... arguments) {
        return function(Kind.SCALAR, sql, result, arguments);
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement own = connection.createStatement();
                ResultSet rows = own.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(String.valueOf(rows.getObject(1)));
            }
        }
        return texts;
    }

    private FunctionFailure<String> failure(String sql) {
        try {
            rows(sql);
        } catch (SQLException e) {
            return functions.findFailure(e).orElseThrow(() -> new AssertionError(e));
        }
        throw new AssertionError("no error: " + sql);
    }

    @Test
    void replaceableFunctionsAndFallbackCodeRun() throws SQLException {
        String f = scalar("nvl(split_part(c0, '-', 2), left(c0, 1))", Simple.STRING, Simple.STRING);
        assertThat(rows("SELECT " + f + "('ab-cd')")).containsExactly("cd");
        String json = scalar(
                "to_json(named_struct('a', c0, 'b', c1))",
                Simple.STRING,
                Simple.INT,
                new ArrayType(Simple.DOUBLE, true));
        assertThat(rows("SELECT " + json + "(1, [1.5, NULL])")).containsExactly("{\"a\":1,\"b\":[1.5,null]}");
    }

    @Test
    void typesAreSparksOwn() throws SQLException {
        String f = scalar("c0 / c1", new DecimalType(38, 6), new DecimalType(38, 10), new DecimalType(38, 10));
        assertThat(rows("SELECT " + f + "(1.0, 3.0)")).containsExactly("0.333333");
        String date = scalar("date_format(c0, 'EEEE d.M.y')", Simple.STRING, Simple.DATE);
        assertThat(rows("SELECT " + date + "(DATE '2024-02-29')")).containsExactly("Thursday 29.2.2024");
        String time = scalar("make_interval(0, 1, 0, c0, 0, 0, 1.5)", Simple.INTERVAL, Simple.INT);
        assertThat(rows("SELECT " + time + "(3)::VARCHAR")).containsExactly("1 month 3 days 00:00:01.5");
        String binary = scalar("encode(c0, 'UTF-16BE')", Simple.BINARY, Simple.STRING);
        assertThat(rows("SELECT hex(" + binary + "('aé'))")).containsExactly("006100E9");
    }

    @Test
    void mapsAndStructsComeBack() throws SQLException {
        StructType struct = new StructType(List.of(Field.of("a", Simple.INT), Field.of("a", Simple.STRING)));
        DataType map = new DataType.MapType(Simple.STRING, struct, true);
        String f = scalar("map('k', named_struct('a', c0, 'a', string(c0)), 'n', NULL)", map, Simple.INT);
        assertThat(rows("SELECT " + f + "(7)::VARCHAR")).containsExactly("{k={'f0': 7, 'f1': 7}, n=NULL}");
        String back = scalar(
                "transform(map_values(c0), v -> v.a)",
                new ArrayType(Simple.INT, true),
                new DataType.MapType(Simple.STRING, new StructType(List.of(Field.of("a", Simple.INT))), true));
        assertThat(rows("SELECT " + back + "(map(['x', 'y'], [{'f0': 1}, NULL]))::VARCHAR"))
                .containsExactly("[1, NULL]");
    }

    @Test
    void lambdasGiveTheSameOnTwoThreads() throws SQLException {
        statement.execute("CREATE TABLE t AS SELECT i::INTEGER AS i, [i % 5, NULL, i % 11]::INTEGER[] AS l"
                + " FROM range(400000) r(i)");
        String f = scalar(
                "aggregate(filter(c0, v -> v IS NOT NULL AND v < c1), 0, (a, v) -> a + v * 2)",
                Simple.INT,
                new ArrayType(Simple.INT, true),
                Simple.INT);
        String sql = "SELECT count(*) FROM t WHERE " + f + "(l, i % 7) IS DISTINCT FROM"
                + " CASE WHEN i % 5 < i % 7 THEN (i % 5) * 2 ELSE 0 END"
                + " + CASE WHEN i % 11 < i % 7 THEN (i % 11) * 2 ELSE 0 END";
        for (int round = 0; round < 3; round++) {
            assertThat(rows(sql)).containsExactly("0");
        }
    }

    @Test
    void errorOfARowIsSparksWithItsPlaceInTheText() throws SQLException {
        String f = scalar("concat('x', string(c0 + 10 div c1))", Simple.STRING, Simple.BIGINT, Simple.BIGINT);
        assertThat(rows("SELECT " + f + "(1, 2)")).containsExactly("x6");

        EvaluationException thrown =
                (EvaluationException) failure("SELECT max(" + f + "(i, i - 5000)) FROM range(10000) t(i)")
                        .thrown();

        assertThat(thrown.failure().condition()).isEqualTo("DIVIDE_BY_ZERO");
        assertThat(thrown.failure().sqlState()).contains("22012");
        assertThat(thrown.failure().range()).contains(new EvaluationException.TextRange(24, 33));
        assertThat(thrown.failure().parameters()).containsKey("config");
        assertThat("concat('x', string(c0 + 10 div c1))".substring(24, 33)).isEqualTo("10 div c1");
    }

    @Test
    void constantThatFailsDoesSoOnlyForARow() throws SQLException {
        String f = scalar("if(c0 > 5, cast('x' AS INT), c0)", Simple.INT, Simple.INT);
        assertThat(rows("SELECT " + f + "(1)")).containsExactly("1");
        assertThat(((EvaluationException) failure("SELECT " + f + "(6)").thrown())
                        .failure()
                        .condition())
                .isEqualTo("CAST_INVALID_INPUT");
    }

    @Test
    void settingsHoldOnEveryThread() throws SQLException {
        EvaluatorProgram program = new EvaluatorProgram(
                Kind.SCALAR,
                "date_format(c0, 'H VV')",
                List.of(Simple.TIMESTAMP),
                Simple.STRING,
                new Settings("America/New_York", Map.of()));
        String f = functions.register(program, "zone");
        assertThat(rows("SELECT DISTINCT " + f + "(TIMESTAMP '2024-07-01 12:00:00' + to_days((i % 3)::INT))"
                        + " FROM range(500000) t(i)"))
                .containsExactly("8 America/New_York");
    }

    @Test
    void wrongDeclarationIsRefused() {
        String f = scalar("c0 + 1", Simple.STRING, Simple.INT);
        LeatException thrown = (LeatException) failure("SELECT " + f + "(1)").thrown();
        assertThat(thrown.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(thrown).hasMessageContaining("gives INT, expected STRING");
        String unknown = scalar("no_such_function(c0)", Simple.STRING, Simple.INT);
        assertThat(((LeatException) failure("SELECT " + unknown + "(1)").thrown()).code())
                .isEqualTo(ErrorCode.ANALYSIS);
    }

    @Test
    void invalidUtf8IsRefused() {
        String f = scalar("cast(c0 AS STRING)", Simple.STRING, Simple.BINARY);
        LeatException thrown =
                (LeatException) failure("SELECT " + f + "('\\xFF'::BLOB)").thrown();
        assertThat(thrown.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
        assertThat(thrown).hasMessageContaining("not valid UTF-8");
    }

    private String generated(String sql, List<Field> made, String from, DataType... arguments) throws SQLException {
        String f = function(Kind.GENERATOR, sql, new ArrayType(new StructType(made), false), arguments);
        return rows("SELECT " + f + from).toString();
    }

    @Test
    void generatorsMakeTheirRows() throws SQLException {
        assertThat(generated(
                        "json_tuple(c0, 'a', 'b')",
                        List.of(Field.of("c0", Simple.STRING), Field.of("c1", Simple.STRING)),
                        "(j) FROM (VALUES ('{\"a\": 1}'), (NULL)) t(j)",
                        Simple.STRING))
                .isEqualTo("[[{f0=1, f1=null}], [{f0=null, f1=null}]]");
        assertThat(generated(
                        "stack(2, c0, c1, 'z')",
                        List.of(Field.of("col0", Simple.STRING), Field.of("col1", Simple.STRING)),
                        "('x', 'y')",
                        Simple.STRING,
                        Simple.STRING))
                .isEqualTo("[[{f0=x, f1=y}, {f0=z, f1=null}]]");
        assertThat(generated(
                        "posexplode(c0)",
                        List.of(Field.of("pos", Simple.INT), Field.of("col", Simple.STRING)),
                        "(l) FROM (VALUES (['a', NULL]), ([]), (NULL)) t(l)",
                        new ArrayType(Simple.STRING, true)))
                .isEqualTo("[[{f0=0, f1=a}, {f0=1, f1=null}], [], []]");
        assertThat(generated(
                        "inline_outer(c0)",
                        List.of(Field.of("a", Simple.INT)),
                        "(l) FROM (VALUES ([{'f0': 1}, NULL]), (NULL)) t(l)",
                        new ArrayType(new StructType(List.of(Field.of("a", Simple.INT))), true)))
                .isEqualTo("[[{f0=1}, {f0=null}], [{f0=null}]]");
    }
}
