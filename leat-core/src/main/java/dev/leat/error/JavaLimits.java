package dev.leat.error;

import java.util.Optional;

/** Tells limits of the Java process that work ran into from defects. */
public final class JavaLimits {
    private JavaLimits() {}

    /**
     * The limit behind a failure, with the option that raises it; empty if it was none.
     *
     * @param activity what could not be done, after "Cannot"
     */
    public static Optional<Diagnostic> find(Throwable thrown, String activity) {
        if (thrown instanceof StackOverflowError) {
            return Optional.of(Diagnostic.of(
                    ErrorCode.LIMIT,
                    "Cannot " + activity + ": it nests too deep for Java's stack; divide it into views, or raise the"
                            + " limit with LEAT_JAVA_OPTIONS=-Xss16m"));
        }
        if (thrown instanceof OutOfMemoryError) {
            return Optional.of(Diagnostic.of(
                    ErrorCode.LIMIT,
                    "Cannot " + activity + ": Java's heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB is full; raise it with LEAT_JAVA_OPTIONS=-Xmx4g or more"));
        }
        return Optional.empty();
    }
}
