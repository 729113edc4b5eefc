package dev.leat.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSparkOracle {
    private final SparkOracle oracle = SparkOracle.start();

    @Test
    void valuesHaveOneTextPerType() {
        Rows rows = oracle.session(Settings.DEFAULT)
                .rows("SELECT 1Y a, 2.50BD b, 'x' c, X'0aFF' d, DATE'1970-01-02' e, TIMESTAMP'1970-01-01 00:00:01' f,"
                        + " make_interval(0, 1, 0, 2, 0, 0, 3) g, INTERVAL '1-2' YEAR TO MONTH h,"
                        + " map(1, array(1.5D, NULL)) i, named_struct('p', 1, 'q', '2') j, CAST(NULL AS INT) k");

        assertThat(rows.names()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
        assertThat(rows.types())
                .containsExactly(
                        "tinyint",
                        "decimal(3,2)",
                        "string",
                        "binary",
                        "date",
                        "timestamp",
                        "interval",
                        "interval year to month",
                        "map<int,array<double>>",
                        "struct<p:int,q:string>",
                        "int");
        assertThat(rows.rows()).hasSize(1);
        assertThat(rows.rows().get(0).stream().map(Value::toString))
                .containsExactly(
                        "1",
                        "2.50",
                        "x",
                        "0aff",
                        "1",
                        "1000000",
                        "1,2,3000000",
                        "14",
                        "[[1, [1.5, NULL]]]",
                        "[1, 2]",
                        "NULL");
    }

    @Test
    void sessionsHaveTheirOwnZone() {
        Settings settings = new Settings("America/Los_Angeles", Map.of());

        assertThat(oracle.session(settings)
                        .rows("SELECT TIMESTAMP'1970-01-01 00:00:00'")
                        .rows())
                .containsExactly(List.of(new Value.Exact("28800000000")));
    }

    @Test
    void failuresCarrySparksCondition() {
        OracleSession session = oracle.session(Settings.DEFAULT);

        assertThatThrownBy(() -> session.rows("SELECT 1 / id FROM range(1)"))
                .satisfies(
                        failure -> assertThat(OracleSession.condition(failure)).contains("DIVIDE_BY_ZERO"));
    }

    @Test
    void closeNumbersAreToleratedOnlyWithinTheLimit() {
        Value one = new Value.Floating(1.0);

        assertThat(one.isClose(new Value.Floating(1.0 + 5e-10), 1e-9)).isTrue();
        assertThat(one.isClose(new Value.Floating(1.0 + 5e-9), 1e-9)).isFalse();
        assertThat(new Value.Floating(Double.NaN).isClose(new Value.Floating(Double.NaN), 1e-9))
                .isTrue();
        assertThat(new Value.Exact("1").isClose(one, 1e-9)).isFalse();
    }
}
