package dev.leat.duckdb.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.pipeline.Settings;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.EvaluatorProgram.Kind;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of random nested types go into DuckDB, through its operators, and back, without a changed bit. */
final class TestNestedValues {
    private static final int TYPES = 80;
    private static final int ROWS = 300;
    private static final int DEPTH = 4;
    /** Parquet has no negative intervals. */
    private static final Pattern CALENDAR_INTERVAL = Pattern.compile("INTERVAL(?! YEAR| DAY)");

    private static final EvaluatorFactory SPARK = new SparkEvaluatorFactory();

    @TempDir
    private Path folder;

    @Test
    void randomNestedValuesSurviveStorageAndOperators() throws SQLException {
        long seed = Long.getLong("leat.seed", 20261122L);
        System.out.println("seed " + seed);
        RandomValues random = new RandomValues(seed);
        for (int i = 0; i < TYPES; i++) {
            DataType type = i % 4 == 0 ? random.type(1) : random.nested(DEPTH);
            List<@Nullable Object> values = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                values.add(random.value(type));
            }
            verify(type, values);
        }
    }

    private void verify(DataType type, List<@Nullable Object> values) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            JavaFunctions<String> functions =
                    new JavaFunctions<>(connection, program -> evaluator(program, values), DuckDbTypes::sql);
            String reader = functions
                    .register(
                            new GeneratedScan(
                                    List.of(Field.of("id", Simple.INT), Field.of("x", type)),
                                    List.of(
                                            (column, row, number) -> column.setInt(row, (int) number),
                                            (column, row, number) ->
                                                    NeutralValues.write(type, column, row, values.get((int) number))),
                                    3,
                                    ROWS / 3),
                            "reader")
                    .name();
            String same = functions.register(
                    new EvaluatorProgram(
                            Kind.SCALAR, "same", List.of(Simple.INT, type), Simple.BOOLEAN, Settings.DEFAULT),
                    "same");
            String echo = functions.register(
                    new EvaluatorProgram(Kind.SCALAR, "echo", List.of(type), type, Settings.DEFAULT), "echo");
            String spark = functions.register(
                    new EvaluatorProgram(Kind.SCALAR, "c0", List.of(type), type, Settings.DEFAULT), "spark");
            statement.execute("CREATE TABLE t AS SELECT c0 AS id, c1 AS x FROM " + reader + "()");
            for (String value : forms(echo, spark, DuckDbTypes.sql(type))) {
                assertThat(count(
                                statement,
                                "SELECT count(*) FROM (SELECT id, " + value + " AS v FROM t) WHERE " + same
                                        + "(id, v)"))
                        .as("%s of %s", value, type.sql())
                        .isEqualTo(ROWS);
            }
            verifyStored(type, statement, same);
            String joined = "SELECT a.id, b.x FROM t a JOIN t b ON a.id = b.id ORDER BY a.id % 7";
            assertThat(count(statement, "SELECT count(*) FROM (" + joined + ") WHERE " + same + "(id, x)"))
                    .as("join and sort of %s", type.sql())
                    .isEqualTo(ROWS);
            String grouped = "SELECT id, unnest(l) AS x FROM (SELECT id, list(x) AS l FROM t GROUP BY id)";
            assertThat(count(statement, "SELECT count(*) FROM (" + grouped + ") WHERE " + same + "(id, x)"))
                    .as("group of %s", type.sql())
                    .isEqualTo(ROWS);
        }
    }

    /** Ways for the value {@code x} to come back from the engine. */
    private static List<String> forms(String echo, String spark, String storage) {
        return List.of(
                "x",
                echo + "(x)",
                echo + "(" + echo + "(x))",
                "CASE WHEN id % 2 = 0 THEN x ELSE " + echo + "(x) END",
                spark + "(x)",
                spark + "(" + spark + "(x))",
                "[" + echo + "(x), x][2]",
                "([x, x, NULL])[2]",
                "list_reverse([NULL, x])[1]",
                "{'f0': x}['f0']",
                "map([1], [x])[1]",
                "list_filter([NULL, x, x], lambda y, i: i = 2)[1]",
                "unnest([x])",
                "coalesce(x, " + echo + "(x))",
                "CAST(x AS " + storage + ")");
    }

    /** Compressed segments and Parquet pages come back as other kinds of vectors than fresh values. */
    private void verifyStored(DataType type, Statement statement, String same) throws SQLException {
        statement.execute("ATTACH '" + folder.resolve("stored.db") + "' AS stored");
        statement.execute("CREATE OR REPLACE TABLE stored.t AS SELECT t.id, x FROM t, range(20) WHERE id < 20"
                + " UNION ALL SELECT id, x FROM t ORDER BY ALL");
        statement.execute("CHECKPOINT stored");
        List<String> places = new ArrayList<>(List.of("stored.t"));
        if (!CALENDAR_INTERVAL.matcher(type.sql()).find()) {
            Path parquet = folder.resolve("t.parquet");
            statement.execute("COPY (FROM stored.t) TO '" + parquet + "' (FORMAT parquet)");
            places.add("'" + parquet + "'");
        }
        for (String from : places) {
            assertThat(count(statement, "SELECT count(*) FROM " + from + " WHERE " + same + "(id, x)"))
                    .as("%s in %s", type.sql(), from)
                    .isEqualTo(ROWS + 400);
        }
        statement.execute("DETACH stored");
    }

    private static Evaluator evaluator(EvaluatorProgram program, List<@Nullable Object> values) {
        if (program.sql().equals("echo")) {
            DataType type = program.resultType();
            return (arguments, rows, result) -> {
                for (int row = 0; row < rows; row++) {
                    NeutralValues.write(type, result, row, NeutralValues.read(type, arguments.get(0), row));
                }
            };
        }
        if (program.sql().equals("c0")) {
            return SPARK.open(program);
        }
        DataType type = program.argumentTypes().get(1);
        return (arguments, rows, result) -> {
            for (int row = 0; row < rows; row++) {
                String seen = NeutralValues.text(NeutralValues.read(type, arguments.get(1), row));
                String expected = NeutralValues.text(values.get(arguments.get(0).intAt(row)));
                result.setBoolean(row, seen.equals(expected));
            }
        };
    }

    private static long count(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
