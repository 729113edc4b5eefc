package dev.leat.duckdb.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scans as table functions. */
final class TestReaderFunction {
    private static final int SPLITS = 40;
    private static final long SPLIT_ROWS = 100_000;

    private final Connection connection;
    private final Statement statement;
    private final JavaFunctions<String> functions;
    private final GeneratedScan scan = scan(-1);
    private final ReaderHandle reader;

    TestReaderFunction() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
        functions = new JavaFunctions<>(
                connection,
                program -> {
                    throw new AssertionError("no evaluators here");
                },
                DuckDbTypes::sql);
        reader = functions.register(scan, "scan");
    }

    private static GeneratedScan scan(long failingRow) {
        return new GeneratedScan(
                List.of(Field.of("n", Simple.BIGINT), Field.of("s", Simple.STRING)),
                List.of(
                        (column, row, number) -> {
                            if (number == failingRow) {
                                throw new LeatException(ErrorCode.BAD_DATA, "row " + number);
                            }
                            column.setLong(row, number);
                        },
                        (column, row, number) ->
                                column.setBytes(row, Long.toString(number).getBytes(StandardCharsets.UTF_8))),
                SPLITS,
                SPLIT_ROWS);
    }

    @BeforeEach
    void useTwoThreads() throws SQLException {
        statement.execute("SET threads = 2");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private long number(String sql) throws SQLException {
        try (Statement own = connection.createStatement();
                ResultSet rows = own.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void everyRowArrivesOnceAndIsCounted() throws SQLException {
        assertThat(number("SELECT count(DISTINCT c0) FROM " + reader.name() + "() WHERE c0 = CAST(c1 AS BIGINT)"))
                .isEqualTo(SPLITS * SPLIT_ROWS);
        assertThat(reader.takeCounts()).isEqualTo(ReadCounts.allAccepted(SPLITS * SPLIT_ROWS, SPLITS * SPLIT_ROWS, 0));
        assertThat(reader.takeCounts()).isEqualTo(ReadCounts.NONE);
        assertThat(scan.closed).hasValue(SPLITS);
    }

    @Test
    void onlyColumnsAskedForAreRead() throws SQLException {
        assertThat(number("SELECT count(c1) FROM " + reader.name() + "()")).isEqualTo(SPLITS * SPLIT_ROWS);
        assertThat(scan.asked).containsOnly(List.of("s"));
        scan.asked.clear();
        assertThat(number("SELECT count(c2) FROM " + reader.name() + "() WHERE c2.f0 = 's'"))
                .isEqualTo(SPLITS * SPLIT_ROWS);
        assertThat(scan.asked).containsOnly(List.of(SourceScan.METADATA_COLUMN));
    }

    @Test
    void orderOfRowsIsKeptWhenAskedFor() throws SQLException {
        statement.execute("CREATE TABLE t AS SELECT c0 AS n FROM " + reader.name() + "()");
        assertThat(number("SELECT count(*) FROM t WHERE n <> rowid")).isZero();
    }

    @Test
    void limitStopsEarlyAndEverythingIsClosed() throws SQLException {
        assertThat(number("SELECT count(*) FROM (SELECT * FROM " + reader.name() + "() LIMIT 10)"))
                .isEqualTo(10);
        assertThat(scan.opened.get()).isBetween(1, 2);
        assertThat(scan.closed).hasValue(scan.opened.get());
    }

    @Test
    void failureComesBackAndEverythingIsClosed() throws SQLException {
        GeneratedScan failing = scan(1_234_567);
        ReaderHandle handle = functions.register(failing, "failing");
        try {
            number("SELECT sum(c0) FROM " + handle.name() + "()");
        } catch (SQLException e) {
            FunctionFailure<String> failure = functions.findFailure(e).orElseThrow();
            assertThat(failure.origin()).isEqualTo("failing");
            assertThat(failure.thrown()).isInstanceOf(LeatException.class).hasMessage("row 1234567");
            assertThat(failing.closed).hasValue(failing.opened.get());
            assertThat(number("SELECT 1")).isEqualTo(1);
            return;
        }
        throw new AssertionError("the reader must fail");
    }

    private String flaw(int lost) throws SQLException {
        GeneratedScan flawed = scan(-1);
        flawed.lost = lost;
        ReaderHandle handle = functions.register(flawed, "flawed");
        try {
            number("SELECT sum(c0) FROM " + handle.name() + "()");
        } catch (SQLException e) {
            Throwable thrown = functions.findFailure(e).orElseThrow().thrown();
            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            LeatException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL));
            return String.valueOf(thrown.getMessage());
        }
        return "";
    }

    @Test
    void rowThatIsLostOrGivenTwiceEndsTheQuery() throws SQLException {
        assertThat(flaw(0)).isEmpty();
        assertThat(flaw(1))
                .isEqualTo("Broken invariant: all rows of split are handed on, once: its reader made 100001, and gave"
                        + " 100000");
        assertThat(flaw(-1)).endsWith("made 99999, and gave 100000");
    }

    @Test
    void functionThatWasReleasedServesAnotherScanOfTheSameColumns() throws SQLException {
        functions.release(reader);
        GeneratedScan other = scan(5);
        ReaderHandle next = functions.register(other, "other");
        assertThat(next.name()).isEqualTo(reader.name());
        assertThat(functions.register(scan, "scan").name()).isNotEqualTo(reader.name());
        assertThatThrownBy(() -> number("SELECT sum(c0) FROM " + next.name() + "()"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(functions.findFailure(e).orElseThrow().origin())
                                .isEqualTo("other"));
        assertThat(scan.opened).hasValue(0);
        assertThat(other.opened.get()).isPositive();
    }

    @Test
    void functionIsNotTakenByAScanOfOtherColumns() throws SQLException {
        functions.release(reader);
        GeneratedScan other = new GeneratedScan(
                List.of(Field.of("n", Simple.INT)),
                List.of((column, row, number) -> column.setInt(row, (int) number)),
                1,
                10);
        ReaderHandle next = functions.register(other, "other");
        assertThat(next.name()).isNotEqualTo(reader.name());
        assertThat(number("SELECT sum(c0) FROM " + next.name() + "()")).isEqualTo(45);
        assertThat(next.takeCounts()).isEqualTo(ReadCounts.allAccepted(10, 10, 0));
    }
}
