package dev.leat.duckdb.function;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a call as DuckDB SQL. */
@FunctionalInterface
public interface Template {
    /** What {@link #of} replaces; other braces, as in regular expressions, stay. */
    Pattern PLACEHOLDER = Pattern.compile("\\{([0-9]|\\*|spark)\\}");

    /**
     * The text, self-contained (in parentheses where needed) and of the storage type of the signature's result.
     *
     * @param operands the operands' SQL, each self-contained
     * @return empty when this row does not hold for the signature after all
     */
    Optional<String> sql(Signature signature, List<String> operands);

    /**
     * A template that is a text in which {@code {0}}, {@code {1}}, … stand for the operands, {@code {*}} for all of
     * them, separated by commas, and {@code {spark}} for the call on Spark's code.
     */
    static Template of(String text) {
        return (signature, operands) -> fill(text, signature, operands);
    }

    /** The same text with the placeholders filled, unless it repeats an operand that is too long for that. */
    static Optional<String> fill(String text, Signature signature, List<String> operands) {
        for (int i = 0; i < operands.size(); i++) {
            String name = "{" + i + "}";
            if (text.indexOf(name) != text.lastIndexOf(name) && !signature.mayRepeat(i)) {
                return Optional.empty();
            }
        }
        return Optional.of(PLACEHOLDER.matcher(text).replaceAll(place -> {
            String name = place.group(1);
            String part = switch (name) {
                case "*" -> String.join(", ", operands);
                case "spark" -> signature.fallback().get();
                default -> operands.get(Integer.parseInt(name));
            };
            return Matcher.quoteReplacement(part);
        }));
    }

    /**
     * A NULL of any type that can't be computed, with a word for readers of the SQL. DuckDB's own {@code error} counts as
     * changing from call to call, and would keep the expressions around it from being optimised.
     *
     * @param operand anything that is not constant, lest DuckDB computes the error when it plans the query
     */
    static String error(String word, String operand) {
        return "(CASE WHEN CAST(concat('" + word + " ', CAST(" + operand + " AS VARCHAR)) AS BOOLEAN) THEN NULL END)";
    }
}
