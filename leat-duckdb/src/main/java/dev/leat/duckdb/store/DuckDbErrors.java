package dev.leat.duckdb.store;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns DuckDB's errors, which have no SQLSTATE, into ours by the beginning of their text. */
public final class DuckDbErrors {
    /** What {@code error('…')} in rendered SQL begins with; a Spark error condition follows. */
    public static final String CONDITION_PREFIX = "leat:";

    /** DuckDB says which process has locked a database. */
    private static final Pattern HOLDER =
            Pattern.compile("Could not set lock on file.*\\(PID (\\d+)\\)", Pattern.DOTALL);

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
        String message = "Cannot " + activity + ": " + firstLine(text);
        return new LeatException(code(text), message, e);
    }

    /** Why a state could not be opened, and what to do. */
    static LeatException ofOpening(SQLException e, Path state) {
        String text = text(e);
        String cannot = "Cannot open the state " + state + ": ";
        Matcher holder = HOLDER.matcher(text);
        if (holder.find()) {
            return new LeatException(
                    ErrorCode.STATE_LOCKED,
                    cannot + "process " + holder.group(1) + " holds it, most likely another leat on this project."
                            + " Wait for it to end, or stop it",
                    e);
        }
        if (text.contains("version number") || text.contains("newer version")) {
            return new LeatException(
                    ErrorCode.STATE_VERSION,
                    cannot + "another version of DuckDB wrote it. Use the Leat that wrote it, or give another folder"
                            + " with --state; sources are then read anew (" + firstLine(text) + ")",
                    e);
        }
        boolean isCut = text.contains("not a valid DuckDB database") || text.contains("read enough bytes");
        if (isCut || code(text) == ErrorCode.STATE_DAMAGED) {
            return new LeatException(
                    ErrorCode.STATE_DAMAGED,
                    cannot + "its database is damaged or cut short. Move the folder away and run again; sources are"
                            + " then read anew (" + firstLine(text) + ")",
                    e);
        }
        return convert(e, "open the state " + state);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    /** Spark has one condition for its narrow integers and one for the others. */
    private static LeatException overflow(Matcher overflow, SQLException e) {
        boolean narrow = Integer.parseInt(overflow.group(1)) < Integer.SIZE;
        String condition = narrow ? "BINARY_ARITHMETIC_OVERFLOW" : "ARITHMETIC_OVERFLOW";
        String message = "[" + condition + "] " + overflow.group(2) + " caused overflow.";
        return new LeatException(Diagnostic.ofSpark(ErrorCode.RUNTIME, condition, message, Optional.empty()), e);
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
