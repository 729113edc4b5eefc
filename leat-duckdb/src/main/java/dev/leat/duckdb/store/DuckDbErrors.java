package dev.leat.duckdb.store;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns DuckDB's errors, which have no SQLSTATE, into ours by the beginning of their text. */
public final class DuckDbErrors {
    /** What {@code error('…')} in rendered SQL begins with; a Spark error condition follows. */
    public static final String CONDITION_PREFIX = "leat:";

    /** The bound of a RANGE frame beyond its type, the one arithmetic that also the ordered evaluation leaves to DuckDB. */
    private static final Pattern OVERFLOW = Pattern.compile(
            "Out of Range Error: Overflow in (?:addition|subtraction) of INT(\\d+) \\((.*)\\)!.*", Pattern.DOTALL);

    private DuckDbErrors() {}

    /** Whether the values in the data, or a damaged file of theirs, made the query fail: the ordered evaluation decides. */
    public static boolean isAboutData(SQLException e) {
        String text = text(e);
        return text.startsWith("IO Error: Could not read enough bytes")
                || text.startsWith("Out of Range Error")
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
        Matcher overflow = OVERFLOW.matcher(text);
        if (overflow.matches()) {
            return overflow(overflow, e);
        }
        if (StateErrors.isAboutDamage(text)) {
            return StateErrors.damaged(e, activity);
        }
        ErrorCode code = code(text);
        String reason = code == ErrorCode.DISK_FULL
                ? FileErrors.NO_SPACE
                : text.lines().findFirst().orElse(text);
        return new LeatException(code, "Cannot " + activity + ": " + reason, e);
    }

    /** Spark has one condition for its narrow integers and one for the others. */
    private static LeatException overflow(Matcher overflow, SQLException e) {
        boolean narrow = Integer.parseInt(overflow.group(1)) < Integer.SIZE;
        String condition = narrow ? "BINARY_ARITHMETIC_OVERFLOW" : "ARITHMETIC_OVERFLOW";
        String message = "[" + condition + "] " + overflow.group(2) + " caused overflow.";
        return new LeatException(Diagnostic.ofSpark(ErrorCode.RUNTIME, condition, message, Optional.empty()), e);
    }

    private static ErrorCode code(String text) {
        if (FileErrors.isDiskFull(text)) {
            return ErrorCode.DISK_FULL;
        }
        if (text.startsWith("Out of Memory Error")) {
            return ErrorCode.LIMIT;
        }
        if (text.startsWith("INTERRUPT")) {
            return ErrorCode.INTERRUPTED;
        }
        if (text.startsWith("IO Error")) {
            return ErrorCode.IO;
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
