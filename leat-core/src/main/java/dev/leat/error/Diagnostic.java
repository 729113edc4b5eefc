package dev.leat.error;

import java.util.Optional;

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

    @Override
    public String toString() {
        String head = position.map(p -> p + ": ").orElse("");
        return head
                + condition
                        .map(c -> message.startsWith("[") ? "" : "[" + c + "] ")
                        .orElse("")
                + message;
    }
}
