package dev.leat.duckdb.store;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** Turns DuckDB's errors, which have no SQLSTATE, into ours by the beginning of their text. */
public final class DuckDbErrors {
    /** What {@code error('…')} in rendered SQL begins with; a Spark error condition follows. */
    public static final String CONDITION_PREFIX = "leat:";

    private DuckDbErrors() {}

    /** Whether the values in the data made the query fail, so that the ordered evaluation decides. */
    public static boolean isAboutData(SQLException e) {
        String text = text(e);
        return text.startsWith("Out of Range Error")
                || text.startsWith("Conversion Error")
                || text.startsWith("Invalid Input Error")
                || text.startsWith("Invalid Error");
    }

    /** Spark's condition, where the rendered SQL raised one itself. */
    public static Optional<String> condition(SQLException e) {
        String text = text(e);
        int start = text.indexOf(CONDITION_PREFIX);
        if (start < 0 || !text.startsWith("Invalid Input Error")) {
            return Optional.empty();
        }
        return Optional.of(text.substring(start + CONDITION_PREFIX.length())
                .lines()
                .findFirst()
                .orElse("")
                .strip());
    }

    /** The error as ours. */
    public static LeatException convert(SQLException e, String activity) {
        String text = text(e);
        String message = "Cannot " + activity + ": " + text.lines().findFirst().orElse(text);
        return new LeatException(code(text), message, e);
    }

    private static ErrorCode code(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left on device") || lower.contains("disk quota exceeded")) {
            return ErrorCode.DISK_FULL;
        }
        if (text.startsWith("Out of Memory Error")) {
            return ErrorCode.LIMIT;
        }
        if (text.startsWith("INTERRUPT")) {
            return ErrorCode.INTERRUPTED;
        }
        if (text.startsWith("IO Error")) {
            return lower.contains("could not set lock") ? ErrorCode.STATE_LOCKED : ErrorCode.IO;
        }
        if (text.startsWith("Serialization Error") || lower.contains("corrupt")) {
            return ErrorCode.STATE_DAMAGED;
        }
        if (text.startsWith("Out of Range Error")
                || text.startsWith("Conversion Error")
                || text.startsWith("Invalid Input Error")) {
            return ErrorCode.RUNTIME;
        }
        return ErrorCode.INTERNAL;
    }

    private static String text(SQLException e) {
        return Optional.ofNullable(e.getMessage()).orElse("");
    }
}
