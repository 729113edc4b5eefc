package dev.leat.spark;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.plan.text.RenderedSql;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;

/** Turns what Spark throws into errors as the user is to see them, with the place in his own text where there is one. */
public final class SparkFailures {
    /** Texts that Spark may still refer to; the newest of the same thread are most likely meant. */
    private static final int TEXTS_MAX = 256;

    private static final String DATA = "22";

    /** Conditions of the connector to Kafka. */
    private static final String DATA_LOSS = "KAFKA_DATA_LOSS";

    private static final String REASON = "Reason:";
    private static final String RAISED = "USER_RAISED_EXCEPTION";

    private final Deque<Given> texts = new ArrayDeque<>();

    private record Given(RenderedSql sql, Thread by) {}

    /** Failures of what has no text yet. */
    public SparkFailures() {}

    /** Notes a text that Spark is given. */
    synchronized void given(RenderedSql text) {
        texts.addFirst(new Given(text, Thread.currentThread()));
        if (texts.size() > TEXTS_MAX) {
            texts.removeLast();
        }
    }

    /** Runs work of Spark's. */
    public <T> T within(String activity, Supplier<T> work) {
        try {
            return work.get();
        } catch (LeatException e) {
            throw e;
        } catch (Exception e) {
            // Spark throws checked exceptions without saying so.
            throw convert(e, activity);
        }
    }

    /** The error. */
    LeatException convert(Throwable thrown, String activity) {
        Optional<LeatException> interrupted = interruption(thrown, activity);
        if (interrupted.isPresent()) {
            return interrupted.get();
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable spark && condition(spark).isPresent()) {
                return convert(spark, cause, thrown, activity);
            }
        }
        Throwable root = root(thrown);
        if (root.getClass() == RuntimeException.class) {
            // What raise_error throws in Spark 3.5, told as Spark 4 does.
            String message = "[" + RAISED + "] " + firstLine(String.valueOf(root.getMessage())) + " SQLSTATE: P0001";
            return new LeatException(Diagnostic.ofSpark(ErrorCode.RUNTIME, RAISED, message, Optional.empty()), thrown);
        }
        return new LeatException(ErrorCode.IO, "Cannot " + activity + ": " + firstLine(root), thrown);
    }

    private static Optional<LeatException> interruption(Throwable thrown, String activity) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            boolean isStopped = cause instanceof InterruptedException
                    || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException))
                    || cause instanceof ClosedByInterruptException
                    || text.contains("[SPARK_JOB_CANCELLED]")
                    || text.contains("cancelled because SparkContext was shut down")
                    || text.contains("stopped SparkContext");
            if (isStopped) {
                return Optional.of(new LeatException(ErrorCode.INTERRUPTED, "Interrupted: " + activity, thrown));
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Spark 3.5 has no other name for it. */
    @SuppressWarnings("deprecation")
    private static Optional<String> condition(SparkThrowable thrown) {
        return Optional.ofNullable(thrown.getErrorClass());
    }

    private LeatException convert(SparkThrowable spark, Throwable cause, Throwable thrown, String activity) {
        String condition = condition(spark).orElseThrow();
        String message = message(cause);
        if (condition.startsWith("INTERNAL_ERROR")) {
            return new LeatException(ErrorCode.IO, "Cannot " + activity + ": " + withoutState(message), thrown);
        }
        if (condition.startsWith(DATA_LOSS)) {
            return dataLoss(cause, activity);
        }
        Optional<SourcePosition> position = position(spark.getQueryContext());
        boolean isOfData = Optional.ofNullable(spark.getSqlState())
                        .filter(state -> state.startsWith(DATA))
                        .isPresent()
                || condition.equals(RAISED)
                || condition.startsWith("MALFORMED_RECORD");
        if (isOfData) {
            return new LeatException(Diagnostic.ofSpark(ErrorCode.RUNTIME, condition, message, position), thrown);
        }
        if (condition.startsWith("FAILED_READ_FILE") || condition.startsWith("CANNOT_READ")) {
            return new LeatException(
                    Diagnostic.ofSpark(ErrorCode.BAD_DATA, condition, withoutState(message), position), thrown);
        }
        return new LeatException(
                Diagnostic.ofSpark(
                        ErrorCode.NOT_SUPPORTED,
                        condition,
                        "Cannot " + activity + " on this Spark: " + withoutState(message),
                        position),
                thrown);
    }

    /** Offsets that were there when the driver asked were gone when they were read. */
    private static LeatException dataLoss(Throwable cause, String activity) {
        String text = String.valueOf(cause.getMessage());
        String reason = text.substring(Math.max(0, text.indexOf(REASON)))
                .replaceAll("\\s+", " ")
                .strip();
        return new LeatException(
                ErrorCode.DATA_LOSS,
                "Cannot " + activity + ": records of a topic were gone before they were read (" + reason
                        + "). Set the option failOnDataLoss to false to go on without them, or run with --full-refresh to"
                        + " begin anew",
                cause);
    }

    /** Spark's text without the part that shows the program, since the user sees the position in his own. */
    private static String message(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        int context = text.indexOf("\n== SQL");
        return firstLine((context < 0 ? text : text.substring(0, context)).strip());
    }

    /** The state says which errors are the data's, as the embedded engine shows it; elsewhere it says nothing. */
    private static String withoutState(String message) {
        int state = message.lastIndexOf(" SQLSTATE: ");
        return state < 0 ? message : message.substring(0, state);
    }

    private static String firstLine(Throwable thrown) {
        return firstLine(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private Optional<SourcePosition> position(QueryContext[] contexts) {
        for (QueryContext context : contexts) {
            int start = context.startIndex();
            int end = context.stopIndex() + 1;
            for (RenderedSql sql : likely()) {
                boolean isMeant = start >= 0
                        && end <= sql.text().length()
                        && start < end
                        && sql.text().substring(start, end).equals(context.fragment());
                if (isMeant) {
                    return sql.positionOf(start, end);
                }
            }
        }
        return Optional.empty();
    }

    private synchronized List<RenderedSql> likely() {
        Stream<Given> own = texts.stream().filter(text -> text.by() == Thread.currentThread());
        Stream<Given> others = texts.stream().filter(text -> text.by() != Thread.currentThread());
        return Stream.concat(own, others).map(Given::sql).toList();
    }
}
