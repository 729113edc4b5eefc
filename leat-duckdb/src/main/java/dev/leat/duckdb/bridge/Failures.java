package dev.leat.duckdb.bridge;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Carries what Java code threw around DuckDB, which knows errors as texts only: the text has a number under which the
 * exception is kept here. DuckDB reports the first error of a query; exceptions of other threads of the same query are
 * never asked for, so only the latest are kept.
 */
final class Failures<O> {
    private static final int KEPT_MAX = 256;
    private static final Pattern NUMBER = Pattern.compile("\\[leat failure (\\d+)\\]");

    private final Map<Long, FunctionFailure<O>> kept = new LinkedHashMap<>();
    private long count;

    /** Keeps an exception; the result is the text DuckDB is to report. */
    synchronized String keep(O origin, Throwable thrown) {
        long number = ++count;
        kept.put(number, new FunctionFailure<>(origin, thrown));
        if (kept.size() > KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        return "[leat failure " + number + "] " + thrown.getMessage();
    }

    /** What stands behind an error of DuckDB, if Java code threw it. */
    synchronized Optional<FunctionFailure<O>> find(SQLException reported) {
        Matcher matcher = NUMBER.matcher(String.valueOf(reported.getMessage()));
        return matcher.find() ? Optional.ofNullable(kept.remove(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }
}
