package dev.leat.error;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One problem, as reported to the user.
 *
 * @param code what kind of problem
 * @param condition Spark's error condition where the problem is Spark's, such as {@code DIVIDE_BY_ZERO}
 * @param message what could not be done, what was expected, what to do
 * @param position where, when it is in a source text
 */
public record Diagnostic(
        ErrorCode code, Optional<String> condition, String message, Optional<SourcePosition> position) {
    /** Spark numbers conditions that have no name yet, and has Java's exceptions for others. */
    private static final Pattern NAMED = Pattern.compile("(?!_LEGACY_ERROR_TEMP_)[A-Z0-9_]+(\\.[A-Z0-9_]+)*");

    /** A problem without a position. */
    public static Diagnostic of(ErrorCode code, String message) {
        return new Diagnostic(code, Optional.empty(), message, Optional.empty());
    }

    /** A problem at a position. */
    public static Diagnostic of(ErrorCode code, String message, SourcePosition position) {
        return new Diagnostic(code, Optional.empty(), message, Optional.of(position));
    }

    /** A problem that Spark itself reports. */
    public static Diagnostic ofSpark(
            ErrorCode code, String condition, String message, Optional<SourcePosition> position) {
        return new Diagnostic(code, Optional.of(condition), message, position);
    }

    /** The same problem at a position. */
    public Diagnostic at(SourcePosition place) {
        return new Diagnostic(code, condition, message, Optional.of(place));
    }

    /** Condition, if it has a name that tells the user something, and message. */
    public String text() {
        return condition
                        .filter(name -> !message.startsWith("[")
                                && !message.contains("[" + name + "]")
                                && NAMED.matcher(name).matches())
                        .map(name -> "[" + name + "] ")
                        .orElse("")
                + message;
    }

    @Override
    public String toString() {
        return position.map(p -> p + ": ").orElse("") + text();
    }
}
