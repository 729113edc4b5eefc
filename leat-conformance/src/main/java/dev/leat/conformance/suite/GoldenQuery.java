package dev.leat.conformance.suite;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement of a test file with what Spark's golden file says about it.
 *
 * @param schema of the result as a catalog string; {@code struct<>} for commands and errors
 * @param output the lines of the result, or the class of an exception and its message
 */
public record GoldenQuery(String sql, String schema, String output) {
    private static final String NO_COLUMNS = "struct<>";
    private static final Pattern EXCEPTION =
            Pattern.compile("(org\\.apache|java)\\.[\\w.$]+(Exception|Error)\\n.*", Pattern.DOTALL);
    private static final Pattern CONDITION = Pattern.compile("\"(?:errorClass|condition)\" : \"([^\"]+)\"");

    /** Whether Spark refuses the statement or fails in running it. */
    public boolean isError() {
        return schema.equals(NO_COLUMNS) && EXCEPTION.matcher(output + "\n").matches();
    }

    /** The error condition; absent for exceptions without one. */
    public Optional<String> condition() {
        Matcher matcher = CONDITION.matcher(output);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The name of the exception's class. */
    public String exceptionClass() {
        return output.lines().findFirst().orElse("");
    }

    /** The lines of the result. */
    public List<String> lines() {
        return output.isEmpty() ? List.of() : List.of(output.split("\n", -1));
    }
}
