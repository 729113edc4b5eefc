package dev.leat.duckdb.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.function.AggregateTable.Clauses;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Cases of the form; that it is Spark's for all values is shown by {@link TestNativeAggregates}. */
final class TestStructExtremes {
    private static final StructType TYPE = new StructType(
            List.of(Field.of("a", Simple.INT), Field.of("b", Simple.DOUBLE), Field.of("c", Simple.STRING)));

    private static Optional<String> sql(DataType type, String function) {
        return StructExtremes.sql(type, function, new Clauses(List.of("x"), "", ""));
    }

    private static String compute(String function, String rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT CAST(" + sql(TYPE, function).orElseThrow()
                                + " AS VARCHAR) FROM (SELECT CAST(unnest([" + rows
                                + "]) AS STRUCT(f0 INTEGER, f1 DOUBLE, f2 VARCHAR)) AS x)")) {
            assertThat(result.next()).isTrue();
            return String.valueOf(result.getString(1));
        }
    }

    @Test
    void nullIsTheLeastMember() throws SQLException {
        String rows = "row(1, NULL, 'z'), row(1, 0.5, NULL), row(1, 0.5, 'a'), row(NULL, 9, 'z'), NULL";

        assertThat(compute("max", rows)).isEqualTo("{'f0': 1, 'f1': 0.5, 'f2': a}");
        assertThat(compute("min", rows)).isEqualTo("{'f0': NULL, 'f1': 9.0, 'f2': z}");
    }

    @Test
    void zerosAreEqualAndStayWhatTheyAre() throws SQLException {
        assertThat(compute("max", "row(1, 0.0, 'a'), row(1, -0.0::DOUBLE, 'b')"))
                .isEqualTo("{'f0': 1, 'f1': -0.0, 'f2': b}");
    }

    @Test
    void nothingHasNoExtreme() throws SQLException {
        assertThat(compute("max", "NULL")).isEqualTo("null");
    }

    @Test
    void otherTypesAreLeftToSpark() {
        assertThat(sql(Simple.INT, "max")).isEmpty();
        assertThat(sql(new ArrayType(Simple.INT, true), "max")).isEmpty();
        assertThat(sql(new StructType(List.of(Field.of("s", TYPE))), "max")).isEmpty();
        assertThat(sql(new StructType(List.of()), "max")).isEmpty();
    }
}
