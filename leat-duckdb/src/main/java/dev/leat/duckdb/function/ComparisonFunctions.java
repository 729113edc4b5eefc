package dev.leat.duckdb.function;

import static dev.leat.duckdb.function.TypeClass.ANY;
import static dev.leat.duckdb.function.TypeClass.BOOLEAN;
import static dev.leat.duckdb.function.TypeClass.FLOATING;
import static dev.leat.duckdb.function.TypeClass.ORDERED;
import static dev.leat.duckdb.function.TypeClass.RECORD;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** Comparison, logic and choice. */
final class ComparisonFunctions {
    private ComparisonFunctions() {}

    static List<NativeFunction> rows() {
        Rows rows = new Rows();
        for (String operator : List.of("=", "<", "<=", ">", ">=")) {
            rows.total(operator, List.of(ORDERED, ORDERED), "({0} " + operator + " {1})");
        }
        return rows.total("<=>", List.of(ORDERED, ORDERED), "({0} IS NOT DISTINCT FROM {1})")
                .total("<=>", List.of(RECORD, RECORD), "({0} IS NOT DISTINCT FROM {1})")
                .total("=", List.of(RECORD, RECORD), "({0} = {1})")
                .total("and", List.of(BOOLEAN, BOOLEAN), "({0} AND {1})")
                .total("or", List.of(BOOLEAN, BOOLEAN), "({0} OR {1})")
                .total("not", List.of(BOOLEAN), "(NOT {0})")
                .total("isnull", List.of(ANY), "({0} IS NULL)")
                .total("isnotnull", List.of(ANY), "({0} IS NOT NULL)")
                .total("isnan", List.of(FLOATING), "coalesce(isnan({0}), false)")
                .repeating("coalesce", List.of(ANY), Template.of("coalesce({*})"))
                .repeating(
                        "in",
                        List.of(ORDERED, ORDERED),
                        (signature, operands) -> Optional.of("(" + operands.get(0) + " IN ("
                                + String.join(", ", operands.subList(1, operands.size())) + "))"))
                .repeating("greatest", List.of(ORDERED, ORDERED), extreme("greatest({*})"))
                .repeating("least", List.of(ORDERED, ORDERED), extreme("least({*})"))
                .total("if", List.of(BOOLEAN, ANY, ANY), "(CASE WHEN {0} THEN {1} ELSE {2} END)")
                .repeating("case", List.of(BOOLEAN, ANY), (signature, operands) -> Optional.of(choice(operands)))
                .list();
    }

    /** Of two zeros, Spark takes the first and DuckDB the positive one. */
    private static Template extreme(String text) {
        return (signature, operands) ->
                signature.result().isFloating() ? Optional.empty() : Template.fill(text, signature, operands);
    }

    private static String choice(List<String> operands) {
        StringJoiner sql = new StringJoiner(" ", "(CASE ", " END)");
        int pairs = operands.size() / 2;
        for (int i = 0; i < pairs; i++) {
            sql.add("WHEN " + operands.get(2 * i) + " THEN " + operands.get(2 * i + 1));
        }
        if (operands.size() % 2 == 1) {
            sql.add("ELSE " + operands.get(operands.size() - 1));
        }
        return sql.toString();
    }
}
