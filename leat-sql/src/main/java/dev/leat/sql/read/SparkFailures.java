package dev.leat.sql.read;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.apache.spark.SparkThrowable;

/** Turns exceptions of Spark's readers into ours. */
final class SparkFailures {
    private SparkFailures() {}

    /** An exception that Spark's signature calls Throwable, as one that can be thrown. */
    static RuntimeException rethrow(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new ReadFailure(failure);
    }

    /** Carries a checked exception of Spark through code that declares none. */
    private static final class ReadFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReadFailure(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The failure as one of the given kind, with Spark's condition where it has one. */
    static LeatException of(ErrorCode code, String context, Throwable failure) {
        Throwable root = failure instanceof ReadFailure && failure.getCause() != null ? failure.getCause() : failure;
        if (root instanceof LeatException known) {
            return known;
        }
        Optional<String> condition =
                root instanceof SparkThrowable spark ? Optional.ofNullable(spark.getCondition()) : Optional.empty();
        String message = root instanceof FileSystemException system
                ? FileErrors.reason(system)
                : root.getMessage() == null ? root.toString() : root.getMessage();
        return new LeatException(
                new Diagnostic(
                        code, condition, context.isEmpty() ? message : context + ": " + message, Optional.empty()),
                root);
    }
}
