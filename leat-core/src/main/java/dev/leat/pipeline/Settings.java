package dev.leat.pipeline;

import java.util.Map;
import java.util.TreeMap;

/**
 * What changes the meaning of a query besides its text. ANSI mode is always on.
 *
 * @param zone the session's time zone, as Spark names it
 * @param configuration Spark settings of the project, by full name
 */
public record Settings(String zone, Map<String, String> configuration) {
    /** UTC and Spark's defaults. */
    public static final Settings DEFAULT = new Settings("UTC", Map.of());

    public Settings {
        configuration = Map.copyOf(new TreeMap<>(configuration));
    }
}
