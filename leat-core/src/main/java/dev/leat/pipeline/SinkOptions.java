package dev.leat.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The options of sinks, with Spark's names and meanings; names are matched without regard to case. */
public final class SinkOptions {
    /** Standard output. */
    public static final String CONSOLE = "console";

    /** The formats of sinks that are folders of files. */
    public static final List<String> FILE_FORMATS = List.of("csv", "json", "parquet");

    /** The formats of sinks. */
    public static final List<String> FORMATS = Stream.concat(
                    FILE_FORMATS.stream(), Stream.of(TopicFormat.NAME, CONSOLE))
            .toList();

    private static final String TOPIC = "topic";

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
            List.of("path", "compression"),
            CONSOLE,
            List.of("numRows", "truncate"));

    private static final Map<String, List<String>> COMPRESSIONS = Map.of(
            "csv",
            List.of("none", "uncompressed", "gzip"),
            "json",
            List.of("none", "uncompressed", "gzip"),
            "parquet",
            List.of("none", "uncompressed", "snappy", "gzip", "zstd", "lz4", "lz4_raw", "brotli"));

    private static final List<String> FLAGS =
            List.of("header", "quoteAll", "escapeQuotes", "ignoreNullFields", "truncate");

    private SinkOptions() {}

    /**
     * The options that say where a sink's rows go, and in what form; the others may change without a row having to be written
     * again.
     */
    public static Map<String, String> decisive(Sink sink) {
        boolean isFiles = FILE_FORMATS.contains(sink.format().toLowerCase(Locale.ROOT));
        Map<String, String> decisive = new TreeMap<>();
        sink.options().forEach((name, value) -> {
            if (isFiles || name.equalsIgnoreCase(TOPIC)) {
                decisive.put(name, value);
            }
        });
        return decisive;
    }

    /** Whether what a sink of a format has got can be replaced: a file by another, and what was only shown by what is shown next. */
    public static boolean canBeReplaced(String format) {
        String name = format.toLowerCase(Locale.ROOT);
        return FILE_FORMATS.contains(name) || name.equals(CONSOLE);
    }

    /** Whether a sink of a format is given its rows as texts, as Spark shows values. */
    public static boolean takesTexts(String format) {
        return format.equalsIgnoreCase(CONSOLE);
    }

    /** The values that an option of a format may have, in lower case; empty if it has no list. */
    public static List<String> values(String format, String option) {
        if (option.equals("compression")) {
            return COMPRESSIONS.getOrDefault(format, List.of());
        }
        return FLAGS.contains(option) ? List.of("true", "false") : List.of();
    }

    /** The options of a format of files, which is in lower case; none if there are no such sinks. */
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
