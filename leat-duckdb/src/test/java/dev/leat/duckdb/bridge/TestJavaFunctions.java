package dev.leat.duckdb.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.pipeline.Settings;
import dev.leat.spi.EvaluationException;
import dev.leat.spi.EvaluationException.Failure;
import dev.leat.spi.EvaluationException.TextRange;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.EvaluatorProgram.Kind;
import dev.leat.type.DataType.Simple;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How DuckDB calls Java functions, and what becomes of their errors. */
final class TestJavaFunctions {
    private static final long BAD = 1_777_778;

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicLong rowsSeen = new AtomicLong();
    private Connection connection;
    private Statement statement;
    private JavaFunctions<String> functions;

    TestJavaFunctions() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
        functions = new JavaFunctions<>(connection, this::open, DuckDbTypes::sql);
    }

    @BeforeEach
    void useTwoThreads() throws SQLException {
        statement.execute("SET threads = 2");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** Adds one; NULL becomes −1; {@link #BAD} fails. */
    private Evaluator open(EvaluatorProgram program) {
        opened.incrementAndGet();
        return (arguments, rows, result) -> {
            rowsSeen.addAndGet(rows);
            for (int row = 0; row < rows; row++) {
                boolean isNull = arguments.get(0).isNullAt(row);
                long value = isNull ? -2 : arguments.get(0).longAt(row);
                if (value == BAD && program.sql().equals("strict")) {
                    Failure failure = new Failure(
                            "DIVIDE_BY_ZERO", Optional.of("22012"), Map.of("a", "b"), Optional.of(new TextRange(3, 7)));
                    throw new EvaluationException(failure, "bad " + value, new ArithmeticException("cause"));
                }
                result.setLong(row, value + 1);
            }
        };
    }

    private String function(String text) {
        return functions.register(
                new EvaluatorProgram(Kind.SCALAR, text, List.of(Simple.BIGINT), Simple.BIGINT, Settings.DEFAULT), text);
    }

    private long number(String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void twoThreadsGiveWhatOneGives() throws SQLException {
        String f = function("plus one");
        statement.execute(
                "CREATE TABLE t AS SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i END AS i FROM range(4000000) r(i)");
        String sql = "SELECT sum(hash(" + f + "(i)) % 1000003) FROM t";

        long parallel = number(sql);
        statement.execute("SET threads = 1");

        assertThat(number(sql)).isEqualTo(parallel);
        assertThat(number("SELECT count(*) FROM t WHERE " + f + "(i) IS DISTINCT FROM coalesce(i + 1, -1)"))
                .isZero();
        assertThat(opened.get()).isBetween(1, 2);
    }

    @Test
    void rowsWithNullAreGivenToTheFunction() throws SQLException {
        String f = function("plus one");
        assertThat(number("SELECT " + f + "(NULL)")).isEqualTo(-1);
        assertThat(number("SELECT min(" + f + "(i)) FROM (VALUES (NULL::BIGINT), (5)) t(i)"))
                .isEqualTo(-1);
    }

    @Test
    void callWithConstantsIsMadeOnce() throws SQLException {
        String f = function("plus one");
        assertThat(number("SELECT sum(" + f + "(41)) FROM range(10000)")).isEqualTo(420_000);
        assertThat(rowsSeen.get()).isEqualTo(1);
    }

    @Test
    void sameProgramOfSameOriginIsOneFunction() {
        assertThat(function("a")).isEqualTo(function("a")).isNotEqualTo(function("b"));
        assertThat(opened.get()).as("nothing is analysed before the first call").isZero();
    }

    @Test
    void failureComesBackAsItWasThrown() throws SQLException {
        String f = function("strict");
        statement.execute("CREATE TABLE t AS SELECT i FROM range(4000000) r(i)");
        for (int round = 0; round < 3; round++) {
            SQLException reported = catchSql("SELECT sum(" + f + "(i)) FROM t");
            FunctionFailure<String> failure = functions.findFailure(reported).orElseThrow();

            assertThat(failure.origin()).isEqualTo("strict");
            assertThat(failure.thrown()).isInstanceOf(EvaluationException.class).hasMessage("bad " + BAD);
            assertThat(((EvaluationException) failure.thrown()).failure().range())
                    .contains(new TextRange(3, 7));
        }
        assertThat(number("SELECT " + f + "(1)")).as("the connection goes on").isEqualTo(2);
    }

    private SQLException catchSql(String sql) {
        try (Statement own = connection.createStatement()) {
            own.executeQuery(sql).close();
        } catch (SQLException e) {
            return e;
        }
        throw new AssertionError("no error: " + sql);
    }

    @Test
    void branchNotTakenDoesNotFail() throws SQLException {
        String f = function("strict");
        assertThat(number("SELECT CASE WHEN i < 0 THEN " + f + "(" + BAD + ") ELSE 1 END FROM range(3) t(i)"))
                .isEqualTo(1);
        assertThat(number(
                        "SELECT sum(CASE WHEN i = " + BAD + " THEN 0 ELSE " + f + "(i) END) FROM range(2000000) t(i)"))
                .isPositive();
    }

    @Test
    void errorsOfDuckDbAreNotTakenForOurs() {
        assertThat(functions.findFailure(catchSql("SELECT no_such_column"))).isEmpty();
    }

    @Test
    void transactionSeesTheFunctionsRegisteredBeforeItOnly() throws SQLException {
        try (Connection other = ((org.duckdb.DuckDBConnection) connection).duplicate();
                Statement reader = other.createStatement()) {
            reader.execute("BEGIN TRANSACTION");
            reader.executeQuery("SELECT sum(abs(i)) + 1 FROM range(3) t(i)").close();
            String f = function("plus one");
            assertThatThrownBy(() -> reader.executeQuery("SELECT " + f + "(1)")).hasMessageContaining("does not exist");
            try (Statement next = other.createStatement()) {
                next.execute("ROLLBACK");
                try (ResultSet rows = next.executeQuery("SELECT " + f + "(1)")) {
                    rows.next();
                    assertThat(rows.getLong(1)).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void functionRegisteredInATransactionIsForgottenWithIt() throws SQLException {
        statement.execute("BEGIN TRANSACTION");
        String f = function("plus one");
        assertThat(number("SELECT " + f + "(1)")).isEqualTo(2);
        statement.execute("ROLLBACK");
        assertThatThrownBy(() -> number("SELECT " + f + "(1)")).hasMessageContaining("does not exist");
    }
}
