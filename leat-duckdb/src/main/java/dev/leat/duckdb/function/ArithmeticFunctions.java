package dev.leat.duckdb.function;

import static dev.leat.duckdb.function.TypeClass.FLOATING;
import static dev.leat.duckdb.function.TypeClass.INTEGRAL;
import static dev.leat.duckdb.function.TypeClass.MICROS;
import static dev.leat.duckdb.function.TypeClass.MONTHS;

import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;

/** Arithmetic on numbers that are not decimals, and on intervals; overflow and division by zero fail. */
final class ArithmeticFunctions {
    private static final String DIVISION_BY_ZERO =
            "CASE WHEN {1} = 0 AND {0} IS NOT NULL THEN " + Template.error("DIVIDE_BY_ZERO", "{0}") + " ELSE ";

    private ArithmeticFunctions() {}

    static List<NativeFunction> rows() {
        Rows rows = new Rows();
        for (String operator : List.of("+", "-", "*")) {
            String text = "({0} " + operator + " {1})";
            rows.partial(operator, List.of(INTEGRAL, INTEGRAL), text)
                    .total(operator, List.of(FLOATING, FLOATING), text);
        }
        for (String operator : List.of("+", "-")) {
            String text = "({0} " + operator + " {1})";
            rows.partial(operator, List.of(MICROS, MICROS), text).partial(operator, List.of(MONTHS, MONTHS), text);
        }
        addDivision(rows);
        rows.partial("negative", List.of(INTEGRAL), "(-{0})")
                .total("negative", List.of(FLOATING), "(-{0})")
                .partial("negative", List.of(MICROS), "(-{0})")
                .partial("negative", List.of(MONTHS), "(-{0})")
                .partial("abs", List.of(INTEGRAL), "abs({0})")
                .total("abs", List.of(FLOATING), "abs({0})")
                .total("&", List.of(INTEGRAL, INTEGRAL), "({0} & {1})")
                .total("|", List.of(INTEGRAL, INTEGRAL), "({0} | {1})")
                .total("^", List.of(INTEGRAL, INTEGRAL), "xor({0}, {1})")
                .total("~", List.of(INTEGRAL), "(~{0})");
        return rows.list();
    }

    private static void addDivision(Rows rows) {
        String both = "CAST({0} AS BIGINT) // CAST({1} AS BIGINT)";
        rows.total("/", List.of(FLOATING, FLOATING), byConstant("({0} / {1})"))
                .partial("/", List.of(FLOATING, FLOATING), DIVISION_BY_ZERO + "{0} / {1} END")
                .total("div", List.of(INTEGRAL, INTEGRAL), byConstant("(" + both + ")"))
                .partial("div", List.of(INTEGRAL, INTEGRAL), DIVISION_BY_ZERO + both + " END")
                .total("%", List.of(INTEGRAL, INTEGRAL), byConstant("({0} % {1})"))
                .partial("%", List.of(INTEGRAL, INTEGRAL), remainder())
                .total("%", List.of(FLOATING, FLOATING), byConstant("({0} % {1})"))
                .partial("%", List.of(FLOATING, FLOATING), DIVISION_BY_ZERO + "{0} % {1} END");
    }

    /** DuckDB's processor traps on the least number divided by -1, which it reports as an overflow. */
    private static Template remainder() {
        return Template.of("CASE WHEN {1} = 0 AND {0} IS NOT NULL THEN "
                + Template.error("DIVIDE_BY_ZERO", "{0}") + ""
                + " WHEN {1} = -1 AND {0} IS NOT NULL THEN 0 ELSE {0} % {1} END");
    }

    /** Holds where the divisor is a constant by which every number can be divided. */
    private static Template byConstant(String text) {
        return (signature, operands) -> {
            boolean divides = signature
                    .constant(1)
                    .filter(divisor -> Double.parseDouble(divisor) != 0 && !divisor.equals("-1"))
                    .isPresent();
            return divides && signature.type(1) != Simple.VOID
                    ? Template.fill(text, signature, operands)
                    : Optional.empty();
        };
    }
}
