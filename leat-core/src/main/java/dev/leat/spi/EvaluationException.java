package dev.leat.spi;

import java.util.Map;
import java.util.Optional;

/** A row on which an expression fails under ANSI rules. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** The failure as Spark reports it; the message is Spark's full text. */
    public EvaluationException(Failure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /** What failed. */
    public Failure failure() {
        return failure;
    }

    /**
     * A failure in Spark's terms.
     *
     * @param condition Spark's error condition, such as {@code DIVIDE_BY_ZERO}
     * @param sqlState five characters, where Spark has one for the condition
     * @param parameters of the condition's message
     * @param range the part of the program's text that failed, where Spark tells
     */
    public record Failure(
            String condition, Optional<String> sqlState, Map<String, String> parameters, Optional<TextRange> range) {
        public Failure {
            parameters = Map.copyOf(parameters);
        }
    }

    /** A range of a program's text; {@code start} counts from 0, {@code end} is exclusive. */
    public record TextRange(int start, int end) {}
}
