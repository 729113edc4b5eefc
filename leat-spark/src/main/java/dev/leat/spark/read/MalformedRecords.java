package dev.leat.spark.read;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * What the options of a source say of records that do not fit its columns.
 *
 * @param column with the text of such a record, where there is one
 */
record MalformedRecords(Mode mode, String column) {
    private static final String MODE = "mode";
    private static final String COLUMN = "columnNameOfCorruptRecord";
    private static final String COLUMN_SETTING = "spark.sql.columnNameOfCorruptRecord";

    /** What becomes of them; what Spark does not know it takes for the first. */
    enum Mode {
        PERMISSIVE,
        DROPMALFORMED,
        FAILFAST
    }

    static MalformedRecords of(Map<String, String> options, SparkSession spark) {
        return new MalformedRecords(
                mode(options),
                find(options, COLUMN).orElseGet(() -> spark.conf().get(COLUMN_SETTING)));
    }

    /** What becomes of them. */
    static Mode mode(Map<String, String> options) {
        String name = find(options, MODE).orElse("").toUpperCase(Locale.ROOT);
        for (Mode mode : Mode.values()) {
            if (mode.name().equals(name)) {
                return mode;
            }
        }
        return Mode.PERMISSIVE;
    }

    private static Optional<String> find(Map<String, String> options, String name) {
        return options.entrySet().stream()
                .filter(option -> option.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The options of a parser that keeps such records, with their text. */
    Map<String, String> keeping(Map<String, String> options) {
        Map<String, String> keeping = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        keeping.putAll(options);
        keeping.put(MODE, Mode.PERMISSIVE.name());
        keeping.put(COLUMN, column);
        return keeping;
    }
}
