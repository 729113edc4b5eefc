package dev.leat.duckdb;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The error conditions that plans raise themselves, with their texts. */
final class RaisedConditions {
    private static final String TOO_MANY_ROWS = "SCALAR_SUBQUERY_TOO_MANY_ROWS";
    private static final String TOO_LONG = "EXCEED_LIMIT_LENGTH";

    /** What raise_error says where a plan has a condition and a map of parameters. */
    private static final Pattern MESSAGE =
            Pattern.compile("\\[(" + TOO_MANY_ROWS + "|" + TOO_LONG + ")] \\{(?:\"limit\":\"(\\d+)\")?\\}");

    private RaisedConditions() {}

    /** A condition with its text. */
    record Raised(String condition, String message) {}

    /** The condition that rendered SQL raises by name. */
    static Raised named(String condition) {
        return switch (condition) {
            case TOO_MANY_ROWS ->
                new Raised(
                        condition,
                        "[" + condition + "] More than one row returned by a subquery used as an expression.");
            default -> new Raised(condition, "[" + condition + "]");
        };
    }

    /** The condition that stands in a message, since Spark SQL can raise messages only. */
    static Optional<Raised> inMessage(String message) {
        Matcher matcher = MESSAGE.matcher(message);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                matcher.group(2) == null
                        ? named(matcher.group(1))
                        : new Raised(
                                TOO_LONG,
                                "[" + TOO_LONG + "] Exceeds char/varchar type length limitation: " + matcher.group(2)
                                        + "."));
    }
}
