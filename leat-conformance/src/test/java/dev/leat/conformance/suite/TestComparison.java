package dev.leat.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.suite.Verdict.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestComparison {
    private static final SortOrder BY_A = new SortOrder(List.of("a"));

    private static Kind compare(GoldenQuery golden, SortOrder order, String... lines) {
        List<List<String>> rows =
                List.of(lines).stream().map(line -> List.of(line.split("\t"))).toList();
        QueryOutcome answer =
                new QueryOutcome.Answer("struct<a:int,b:double>", List.of("a", "b"), List.of("int", "double"), rows);
        return Comparison.compare(golden, answer, order).kind();
    }

    private static GoldenQuery golden(String sql, String output) {
        return new GoldenQuery(sql, "struct<a:int,b:double>", output);
    }

    @Test
    void rowsWithoutAnOrderAreComparedAsASet() {
        GoldenQuery golden = golden("SELECT a, b FROM t", "1\t1.0\n2\t2.0");

        assertThat(compare(golden, SortOrder.NONE, "2\t2.0", "1\t1.0")).isEqualTo(Kind.EQUAL);
        assertThat(compare(golden, SortOrder.NONE, "2\t2.0", "1\t1.5")).isEqualTo(Kind.DIFFERENT);
        assertThat(compare(golden, SortOrder.NONE, "2\t2.0")).isEqualTo(Kind.DIFFERENT);
    }

    @Test
    void orderedRowsMayOnlyBeExchangedWithinEqualKeys() {
        GoldenQuery golden = golden("SELECT a, b FROM t ORDER BY a", "1\t2.0\n1\t1.0\n2\t0.0");

        assertThat(compare(golden, BY_A, "1\t1.0", "1\t2.0", "2\t0.0")).isEqualTo(Kind.EQUAL);
        assertThat(compare(golden, BY_A, "2\t0.0", "1\t2.0", "1\t1.0")).isEqualTo(Kind.DIFFERENT);
    }

    @Test
    void onlyAggregatesOfFloatingNumbersMayDifferSlightly() {
        String close = "1\t1.00000000001";

        assertThat(compare(golden("SELECT a, sum(b) b FROM t", "1\t1.0"), SortOrder.NONE, close))
                .isEqualTo(Kind.EQUAL);
        assertThat(compare(golden("SELECT a, b FROM t", "1\t1.0"), SortOrder.NONE, close))
                .isEqualTo(Kind.DIFFERENT);
        assertThat(compare(golden("SELECT a, sum(b) b FROM t", "1\t1.0"), SortOrder.NONE, "1\t1.00001"))
                .isEqualTo(Kind.DIFFERENT);
    }

    @Test
    void schemaCounts() {
        GoldenQuery golden = new GoldenQuery("SELECT a, b FROM t", "struct<a:int,b:float>", "1\t1.0");

        assertThat(compare(golden, SortOrder.NONE, "1\t1.0")).isEqualTo(Kind.DIFFERENT);
    }

    @Test
    void errorsAreComparedByCondition() {
        GoldenQuery golden = new GoldenQuery(
                "SELECT 1 / 0",
                "struct<>",
                "org.apache.spark.SparkArithmeticException\n{\n  \"errorClass\" : \"DIVIDE_BY_ZERO\",\n}");

        assertThat(failure(golden, "DIVIDE_BY_ZERO")).isEqualTo(Kind.EQUAL);
        assertThat(failure(golden, "ARITHMETIC_OVERFLOW")).isEqualTo(Kind.DIFFERENT);
        assertThat(compare(golden, SortOrder.NONE, "1\t1.0")).isEqualTo(Kind.DIFFERENT);
        assertThat(failure(golden("SELECT a, b FROM t", "1\t1.0"), "DIVIDE_BY_ZERO"))
                .isEqualTo(Kind.DIFFERENT);
    }

    private static Kind failure(GoldenQuery golden, String condition) {
        QueryOutcome failure = new QueryOutcome.Failure(Optional.of(condition), "");
        return Comparison.compare(golden, failure, SortOrder.NONE).kind();
    }

    @Test
    void aRefusalAndADefectAreNeverEqual() {
        GoldenQuery golden = golden("SELECT a, b FROM t", "1\t1.0");

        assertThat(Comparison.compare(golden, new QueryOutcome.Refusal("no"), SortOrder.NONE)
                        .kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(Comparison.compare(golden, new QueryOutcome.Defect("broken"), SortOrder.NONE)
                        .kind())
                .isEqualTo(Kind.DIFFERENT);
    }
}
