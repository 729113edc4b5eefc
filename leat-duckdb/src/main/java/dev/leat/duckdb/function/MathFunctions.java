package dev.leat.duckdb.function;

import static dev.leat.duckdb.function.TypeClass.DOUBLE;

import java.util.List;

/**
 * Functions of DOUBLE. Logarithms, powers, roots and trigonometry are not here: Java's and the C library's results differ in
 * their last bits.
 */
final class MathFunctions {
    private MathFunctions() {}

    static List<NativeFunction> rows() {
        Rows rows = new Rows();
        for (String function : List.of("floor", "ceil")) {
            // Beyond BIGINT Spark gives its limits; NaN fails the comparison, too.
            rows.total(
                    function,
                    List.of(DOUBLE),
                    "CASE WHEN abs({0}) < 9.2e18 THEN CAST(" + function
                            + "({0}) AS BIGINT) WHEN {0} IS NULL THEN NULL ELSE {spark} END");
        }
        return rows.total("sqrt", List.of(DOUBLE), "CASE WHEN {0} < 0 THEN CAST('NaN' AS DOUBLE) ELSE sqrt({0}) END")
                .total("degrees", List.of(DOUBLE), "degrees({0})")
                .total("radians", List.of(DOUBLE), "radians({0})")
                .total("rint", List.of(DOUBLE), "round_even({0}, 0)")
                .list();
    }
}
