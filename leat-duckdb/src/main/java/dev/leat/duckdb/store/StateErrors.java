package dev.leat.duckdb.store;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a state that DuckDB cannot open or read, by the words of its errors. */
final class StateErrors {
    private static final Pattern HOLDER = Pattern.compile("PID (\\d+)");

    /** Parts, in lower case, of what DuckDB says about a file that is not whole. */
    private static final List<String> DAMAGED = List.of(
            "data corruption error",
            "serialization error",
            "not a valid duckdb database file",
            "could not read enough bytes",
            "failed to deserialize",
            "failure while replaying wal");

    private static final List<String> NEWER =
            List.of("storage version", "database version number", "newer version of duckdb");

    private StateErrors() {}

    /** The error when the database in a folder could not be opened. */
    static LeatException opening(SQLException e, Path folder) {
        String text = Optional.ofNullable(e.getMessage()).orElse("");
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("could not set lock")) {
            Matcher holder = HOLDER.matcher(text);
            return new LeatException(
                    ErrorCode.STATE_LOCKED,
                    "Cannot open the state " + folder + ": "
                            + (holder.find() ? "the process " + holder.group(1) : "another process")
                            + " is running or querying this project, and one can at a time. Wait until it has ended, or"
                            + " give another folder with --state",
                    e);
        }
        if (NEWER.stream().anyMatch(lower::contains)) {
            return new LeatException(
                    ErrorCode.STATE_VERSION,
                    "Cannot open the state " + folder + ": another version of DuckDB wrote it (" + firstLine(text)
                            + "). Use the Leat that wrote it, or give another folder with --state",
                    e);
        }
        if (lower.contains(Database.FILE) && isDamaged(lower)) {
            return damaged(e, "open the state " + folder);
        }
        return DuckDbErrors.convert(e, "open the state " + folder);
    }

    /** Whether a text of DuckDB says that the state's file is not whole. */
    static boolean isAboutDamage(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("data corruption error")
                || lower.startsWith("serialization error")
                || (lower.contains(Database.FILE) && isDamaged(lower));
    }

    private static boolean isDamaged(String lower) {
        return DAMAGED.stream().anyMatch(lower::contains);
    }

    /** The error when the state is not whole; says how to go on. */
    static LeatException damaged(SQLException e, String activity) {
        String text = firstLine(Optional.ofNullable(e.getMessage()).orElse(""));
        String wal = Database.FILE + ".wal";
        boolean isOnlyWal = text.contains(wal);
        return new LeatException(
                ErrorCode.STATE_DAMAGED,
                "Cannot " + activity + ": the state's file " + (isOnlyWal ? wal : Database.FILE) + " is damaged ("
                        + text
                        + "). "
                        + (isOnlyWal
                                ? "Move this file away and run again: the state goes on from an earlier commit, and the files"
                                        + " of sinks follow it"
                                : "Put a copy of the state's folder back, or move it away and run again with --full-refresh;"
                                        + " the sources are then read anew, and the files of sinks written anew"),
                e);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
