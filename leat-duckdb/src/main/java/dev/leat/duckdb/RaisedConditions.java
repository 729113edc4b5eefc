package dev.leat.duckdb;

/** The texts of the error conditions that rendered SQL raises itself. */
final class RaisedConditions {
    private RaisedConditions() {}

    static String message(String condition) {
        return switch (condition) {
            case "SCALAR_SUBQUERY_TOO_MANY_ROWS" ->
                "[SCALAR_SUBQUERY_TOO_MANY_ROWS] More than one row returned by a subquery used as an expression.";
            default -> "[" + condition + "]";
        };
    }
}
