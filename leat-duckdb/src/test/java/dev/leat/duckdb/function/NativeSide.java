package dev.leat.duckdb.function;

import dev.leat.duckdb.bridge.JavaFunctions;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.pipeline.Settings;
import dev.leat.spi.EvaluationException;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.InputColumn;
import dev.leat.spi.OutputColumn;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB database that evaluates native expressions over a table {@code t(i, c0, c1, …)} of given values and compares
 * the results inside Java functions, so that values of all types pass without conversion.
 */
final class NativeSide implements AutoCloseable {
    private static final int EXAMPLES_MAX = 5;
    private static final EvaluationException.Failure FAILURE =
            new EvaluationException.Failure("SPARK_FAILED", Optional.empty(), Map.of(), Optional.empty());

    private final Connection connection;
    private final JavaFunctions<String> functions;
    private List<@Nullable Object[]> columns = List.of();
    private @Nullable Object[] expected = new @Nullable Object[0];
    private final BitSet beyondRange = new BitSet();
    private final List<Difference> differences = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger differenceCount = new AtomicInteger();
    private final AtomicInteger fallbackCount = new AtomicInteger();

    NativeSide() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        functions = new JavaFunctions<>(connection, this::open, DuckDbTypes::sql);
        execute("SET threads = 1");
        execute("SET TimeZone = 'UTC'");
    }

    /** A row on which the two sides differ. */
    record Difference(int row, String found) {}

    /**
     * What a comparison found.
     *
     * @param count of the differences; only some are listed
     * @param fallbacks rows that the expression left to Spark's code
     * @param beyondRange rows on which DuckDB alone failed, and was allowed to
     */
    record Comparison(int count, int fallbacks, int beyondRange, List<Difference> differences) {}

    /** What it means when DuckDB fails and Spark does not. */
    enum Strictness {
        STRICT,
        /** The value is beyond DuckDB's years; the engine repeats such a query on Spark's code. */
        WITHIN_RANGE
    }

    private Evaluator open(EvaluatorProgram program) {
        DataType type = program.kind() == EvaluatorProgram.Kind.SCALAR
                        && program.argumentTypes().size() > 1
                ? program.argumentTypes().get(1)
                : program.resultType();
        String[] words = program.sql().split(" ");
        return (arguments, rows, result) -> {
            for (int row = 0; row < rows; row++) {
                int index = (int) arguments.get(0).longAt(row);
                switch (words[0]) {
                    case "value" ->
                        CatalystValues.write(type, result, row, columns.get(Integer.parseInt(words[1]))[index]);
                    case "accepted" ->
                        result.setBoolean(
                                row, !(expected[index] instanceof SparkSide.Failed) && !beyondRange.get(index));
                    case "compare" -> compare(type, index, arguments.get(1), row, result);
                    default -> fallBack(type, index, result, row);
                }
            }
        };
    }

    private void compare(DataType type, int index, InputColumn found, int row, OutputColumn result) {
        boolean isSame = CatalystValues.same(type, found, row, expected[index]);
        result.setBoolean(row, isSame);
        if (!isSame) {
            differ(index, CatalystValues.text(type, found, row));
        }
    }

    private void fallBack(DataType type, int index, OutputColumn result, int row) {
        fallbackCount.incrementAndGet();
        if (expected[index] instanceof SparkSide.Failed failed) {
            throw new EvaluationException(FAILURE, failed.toString(), failed.cause());
        }
        CatalystValues.write(type, result, row, expected[index]);
    }

    private String function(String text, List<DataType> arguments, DataType result) {
        return functions.register(
                new EvaluatorProgram(EvaluatorProgram.Kind.SCALAR, text, arguments, result, Settings.DEFAULT), text);
    }

    /** Fills the table with columns of values. */
    void load(List<DataType> types, List<@Nullable Object[]> values) throws SQLException {
        columns = values;
        StringBuilder sql = new StringBuilder("CREATE OR REPLACE TABLE t AS SELECT i");
        for (int c = 0; c < types.size(); c++) {
            String name = function("value " + c, List.of(Simple.BIGINT), types.get(c));
            sql.append(", ").append(name).append("(i) AS c").append(c);
        }
        execute(sql + " FROM range(" + values.get(0).length + ") r(i)");
    }

    /** The SQL that stands for a call of Spark's code in place of a native expression. */
    String fallback(DataType type) {
        return function("fallback", List.of(Simple.BIGINT), type) + "(i)";
    }

    /** The DuckDB type of an expression over the table. */
    String typeOf(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT typeof(" + sql + ") FROM t LIMIT 1")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Evaluates the expression on all rows; it must give the expected values, and errors where they are expected. */
    Comparison compare(String sql, DataType type, @Nullable Object[] results, Strictness strictness)
            throws SQLException {
        expected = results;
        beyondRange.clear();
        differences.clear();
        differenceCount.set(0);
        fallbackCount.set(0);
        String accepted = function("accepted", List.of(Simple.BIGINT), Simple.BOOLEAN) + "(i)";
        String compare = function("compare", List.of(Simple.BIGINT, type), Simple.BOOLEAN);
        boolean fails = Stream.of(results).anyMatch(SparkSide.Failed.class::isInstance);
        String all = "SELECT count(" + compare + "(i, " + sql + ")) FROM t";
        String isError = "TRY((" + sql + ") IS NULL) IS NULL";
        try {
            execute(fails ? all + " WHERE " + accepted : all);
        } catch (SQLException e) {
            List<Integer> rows = rowsThat(isError + " AND " + accepted);
            if (strictness == Strictness.WITHIN_RANGE && isBeyondRange(e)) {
                rows.forEach(beyondRange::set);
                execute(all + " WHERE " + accepted);
            } else {
                rows.forEach(row -> differ(row, "native error: " + e.getMessage()));
            }
        }
        int fallbacks = fallbackCount.get();
        if (fails) {
            rowsThat("NOT " + accepted + " AND NOT (" + isError + ")")
                    .forEach(row -> differ(row, "a value where Spark fails"));
            expectErrorAboutData(all + " WHERE NOT " + accepted);
        }
        return new Comparison(differenceCount.get(), fallbacks, beyondRange.cardinality(), List.copyOf(differences));
    }

    private static boolean isBeyondRange(SQLException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("range") || text.contains("overflow");
    }

    private void differ(int row, String found) {
        if (differenceCount.incrementAndGet() <= EXAMPLES_MAX) {
            differences.add(new Difference(row, found));
        }
    }

    /** Only errors that the engine takes for errors of the data make it run the query on Spark's code. */
    private void expectErrorAboutData(String sql) {
        try {
            execute(sql);
        } catch (SQLException e) {
            boolean ofSpark = functions.findFailure(e).isPresent();
            if (!ofSpark && !DuckDbErrors.isAboutData(e)) {
                throw new AssertionError("an error of an unexpected kind: " + e.getMessage(), e);
            }
        }
    }

    private List<Integer> rowsThat(String condition) throws SQLException {
        List<Integer> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT i FROM t WHERE " + condition)) {
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
        }
        return found;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
