package dev.leat.duckdb.function;

import static dev.leat.duckdb.function.TypeClass.BIGINT;
import static dev.leat.duckdb.function.TypeClass.DECIMAL;
import static dev.leat.duckdb.function.TypeClass.INT;

import dev.leat.type.DataType.DecimalType;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Arithmetic on decimals, where Spark's result is exact or rounded once. Otherwise, as beyond 38 digits, Spark computes
 * itself.
 */
final class DecimalFunctions {
    static final int PRECISION_MAX = 38;
    private static final int LONG_DIGITS = 18;

    /** Spark rounds sums, absolute values and opposites to so many digits. */
    private static final int ROUNDED_DIGITS = 34;

    private DecimalFunctions() {}

    static List<NativeFunction> rows() {
        return new Rows()
                .partial("+", List.of(DECIMAL, DECIMAL), (signature, operands) -> sum(signature, operands, "+"))
                .partial("-", List.of(DECIMAL, DECIMAL), (signature, operands) -> sum(signature, operands, "-"))
                .partial("*", List.of(DECIMAL, DECIMAL), DecimalFunctions::product)
                .partial("/", List.of(DECIMAL, DECIMAL), DecimalFunctions::quotient)
                .total("negative", List.of(DECIMAL), (signature, operands) -> signed(signature, operands, "(-{0})"))
                .total("abs", List.of(DECIMAL), (signature, operands) -> signed(signature, operands, "abs({0})"))
                .total("floor", List.of(DECIMAL), (signature, operands) -> whole(signature, operands, "floor"))
                .total("ceil", List.of(DECIMAL), (signature, operands) -> whole(signature, operands, "ceil"))
                .partial("round", List.of(DECIMAL, INT), DecimalFunctions::round)
                .total("floor", List.of(BIGINT), "{0}")
                .total("ceil", List.of(BIGINT), "{0}")
                .list();
    }

    /** DuckDB widens the precision by one digit, too. */
    private static Optional<String> sum(Signature signature, List<String> operands, String operator) {
        DecimalType left = (DecimalType) signature.type(0);
        DecimalType right = (DecimalType) signature.type(1);
        int scale = Math.max(left.scale(), right.scale());
        int digits = Math.max(left.precision() - left.scale(), right.precision() - right.scale()) + scale + 1;
        if (digits > ROUNDED_DIGITS || !signature.result().equals(new DecimalType(digits, scale))) {
            return Optional.empty();
        }
        return Optional.of("CAST(" + operands.get(0) + " " + operator + " " + operands.get(1) + " AS DECIMAL(" + digits
                + "," + scale + "))");
    }

    private static Optional<String> signed(Signature signature, List<String> operands, String text) {
        return ((DecimalType) signature.type(0)).precision() <= ROUNDED_DIGITS
                ? Template.fill(text, signature, operands)
                : Optional.empty();
    }

    private static Optional<String> product(Signature signature, List<String> operands) {
        DecimalType left = (DecimalType) signature.type(0);
        DecimalType right = (DecimalType) signature.type(1);
        DecimalType exact = (DecimalType) signature.result();
        if (exact.scale() != left.scale() + right.scale()) {
            return Optional.empty();
        }
        // DuckDB multiplies operands of up to 18 digits in 64 bits, and fails where those do not suffice.
        boolean isNarrow = left.precision() + right.precision() > LONG_DIGITS
                && Math.max(left.precision(), right.precision()) <= LONG_DIGITS;
        String first = isNarrow
                ? "CAST(" + operands.get(0) + " AS DECIMAL(" + (LONG_DIGITS + 1) + "," + left.scale() + "))"
                : operands.get(0);
        return Optional.of("CAST(" + first + " * " + operands.get(1) + " AS " + exact.sql() + ")");
    }

    /**
     * The quotient of the unscaled numbers, extended to the result's scale and rounded half up: with the doubled remainder
     * not less than the divisor, one more. Holds while the extended dividend, doubled, fits into 38 digits.
     */
    private static Optional<String> quotient(Signature signature, List<String> operands) {
        DecimalType left = (DecimalType) signature.type(0);
        DecimalType right = (DecimalType) signature.type(1);
        DecimalType result = (DecimalType) signature.result();
        int shift = result.scale() - left.scale() + right.scale();
        boolean hasRoom = left.precision() + Math.max(shift, left.scale()) < PRECISION_MAX
                && right.precision() + right.scale() < PRECISION_MAX
                && right.precision() <= LONG_DIGITS;
        if (shift < 0 || !hasRoom) {
            return Optional.empty();
        }
        String dividend = unscaled("{0}", left) + " * CAST(" + BigInteger.TEN.pow(shift) + " AS HUGEINT)";
        String divisor = unscaled("{1}", right);
        String half = "(" + divisor + " // 2)";
        // Half of the divisor away from zero, then cut. An odd divisor has no tie.
        String rounded = "((" + dividend + " + CASE WHEN ({0} < 0) = ({1} < 0) THEN " + half + " ELSE -" + half
                + " END) // " + divisor + ")";
        return Template.fill(
                "CASE WHEN {1} = 0 AND {0} IS NOT NULL THEN "
                        + Template.error("DIVIDE_BY_ZERO", "{0}") + " ELSE "
                        + scaled(rounded, result) + " END",
                signature,
                operands);
    }

    /** The digits of a decimal without its point, if precision and scale together do not exceed 38. */
    static String unscaled(String sql, DecimalType type) {
        return type.scale() == 0
                ? "CAST(" + sql + " AS HUGEINT)"
                : "CAST(CAST(" + sql + " AS DECIMAL(38," + type.scale() + ")) * CAST("
                        + BigInteger.TEN.pow(type.scale()) + " AS DECIMAL(" + (type.scale() + 1) + ",0)) AS HUGEINT)";
    }

    /** The decimal with these digits. */
    static String scaled(String sql, DecimalType type) {
        return "CAST(CAST(" + sql + " AS DECIMAL(38,0)) * CAST('" + BigInteger.ONE.toString() + "e-" + type.scale()
                + "' AS DECIMAL(38," + type.scale() + ")) AS " + type.sql() + ")";
    }

    private static Optional<String> whole(Signature signature, List<String> operands, String function) {
        DecimalType type = (DecimalType) signature.type(0);
        return type.precision() - type.scale() < PRECISION_MAX && type.scale() > 0
                ? Optional.of("CAST(" + function + "(" + operands.get(0) + ") AS "
                        + signature.result().sql() + ")")
                : Optional.empty();
    }

    /** DuckDB rounds decimals half away from zero, as Spark. */
    private static Optional<String> round(Signature signature, List<String> operands) {
        DecimalType type = (DecimalType) signature.type(0);
        Optional<Integer> scale = signature.constant(1).map(Integer::valueOf);
        if (scale.isEmpty() || scale.get() < 0 || !(signature.result() instanceof DecimalType result)) {
            return Optional.empty();
        }
        return scale.get() >= type.scale() || result.scale() != scale.get()
                ? Optional.empty()
                : Optional.of("CAST(" + operands.get(0) + " AS " + result.sql() + ")");
    }
}
