package dev.leat.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of sinks, with Spark's names and meanings; names are matched without regard to case. */
public final class SinkOptions {
    /** The formats of sinks. */
    public static final List<String> FORMATS = List.of("csv", "json", "parquet");

    private static final Map<String, List<String>> NAMES = Map.of(
            "csv",
            List.of(
                    "path",
                    "compression",
                    "header",
                    "sep",
                    "delimiter",
                    "quote",
                    "escape",
                    "quoteAll",
                    "escapeQuotes",
                    "charToEscapeQuoteEscaping",
                    "nullValue",
                    "emptyValue",
                    "dateFormat",
                    "timestampFormat",
                    "timestampNTZFormat",
                    "ignoreLeadingWhiteSpace",
                    "ignoreTrailingWhiteSpace"),
            "json",
            List.of("path", "compression", "dateFormat", "timestampFormat", "timestampNTZFormat", "ignoreNullFields"),
            "parquet",
            List.of("path", "compression"));

    private SinkOptions() {}

    /** The options of a format, which is in lower case; none if there are no sinks of it. */
    public static List<String> names(String format) {
        return NAMES.getOrDefault(format, List.of());
    }

    /** The proper spelling of an option's name; empty if the format has no such option. */
    public static Optional<String> find(String format, String name) {
        return names(format).stream()
                .filter(option -> option.equalsIgnoreCase(name))
                .findFirst();
    }
}
