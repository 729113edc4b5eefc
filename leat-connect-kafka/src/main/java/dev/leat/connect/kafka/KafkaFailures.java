package dev.leat.connect.kafka;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Turns exceptions of Kafka's client into ours. */
final class KafkaFailures {
    private KafkaFailures() {}

    /**
     * The error.
     *
     * @param servers that were asked
     * @param activity what could not be done, after "Cannot"
     */
    static LeatException convert(Throwable failure, String servers, String activity) {
        Throwable cause = cause(failure);
        if (cause instanceof LeatException known) {
            return known;
        }
        if (cause instanceof InterruptException || cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new LeatException(ErrorCode.INTERRUPTED, "Interrupted: could not " + activity, cause);
        }
        String context = "Cannot " + activity + " at " + servers + ": ";
        Throwable root = root(cause);
        if (root instanceof ConfigException) {
            return new LeatException(
                    isUnknownHost(root) ? ErrorCode.IO : ErrorCode.OPTION, context + reason(root), cause);
        }
        return new LeatException(code(cause), context + words(cause), cause);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether any other request would fail in the same way, and not only one for the same topic. */
    static boolean concernsAll(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof AuthenticationException
                || (cause instanceof TimeoutException && !isMissing(cause))
                || isUnknownHost(root(cause));
    }

    /** Whether brokers have answered, but did not let us in. */
    static boolean isRefused(Throwable failure) {
        return cause(failure) instanceof AuthenticationException;
    }

    /** The client's word for names of hosts that nobody knows, which it takes for wrong settings. */
    private static boolean isUnknownHost(Throwable root) {
        return root instanceof ConfigException && reason(root).contains("resolvable");
    }

    private static ErrorCode code(Throwable cause) {
        if (isMissing(cause)) {
            return ErrorCode.SOURCE_NOT_FOUND;
        }
        if (cause instanceof RecordTooLargeException) {
            return ErrorCode.LIMIT;
        }
        return cause instanceof InvalidTopicException ? ErrorCode.OPTION : ErrorCode.IO;
    }

    /** Whether the brokers have answered that there is no such topic, or none with that partition. A producer then waits for it in vain. */
    private static boolean isMissing(Throwable cause) {
        return cause instanceof UnknownTopicOrPartitionException
                || (cause instanceof TimeoutException
                        && (cause.getCause() instanceof UnknownTopicOrPartitionException
                                || reason(cause).matches("Partition .* not present in metadata .*")));
    }

    private static String words(Throwable cause) {
        if (isMissing(cause)) {
            return "there is no such topic or partition; create it, or mend what names it (" + reason(cause) + ")";
        }
        if (cause instanceof TimeoutException) {
            return "there is no answer in time. Check kafka.bootstrap.servers and whether the brokers run; then run again ("
                    + reason(cause) + ")";
        }
        if (cause instanceof AuthenticationException) {
            return "the brokers do not accept the login: " + reason(cause) + ". Check the options kafka.sasl.… and"
                    + " kafka.ssl.…";
        }
        if (cause instanceof AuthorizationException) {
            return "the brokers do not allow it: " + reason(cause);
        }
        if (cause instanceof RecordTooLargeException) {
            return reason(cause)
                    + ". Raise the topic's limit (max.message.bytes) and the option kafka.max.request.size";
        }
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return "another run writes to the same sink";
        }
        return reason(cause);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String reason(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
    }
}
