package dev.leat.reading;

import dev.leat.spi.ReadLimit;
import java.util.List;
import java.util.Map;

/** The options that bound what a stream reads of files in a commit. */
public final class TriggerOptions {
    /** The most files of which something is read. */
    public static final String FILES_MAX = "maxFilesPerTrigger";
    /** The most bytes that are read. */
    public static final String BYTES_MAX = "maxBytesPerTrigger";

    private static final List<String> ALL = List.of(FILES_MAX, BYTES_MAX);

    private TriggerOptions() {}

    /** Whether a value is a number that bounds something. */
    public static boolean fits(String value) {
        return value.matches("\\+?0*[1-9]\\d{0,17}");
    }

    /** Whether what is given of them, in a map that matches names without regard to case, can be read. */
    public static boolean fit(Map<String, String> options) {
        return ALL.stream().allMatch(option -> fits(options.getOrDefault(option, "1")))
                && !options.keySet().containsAll(ALL);
    }

    /** What they bound, if they fit. */
    public static ReadLimit limit(Map<String, String> options) {
        return new ReadLimit(number(options, FILES_MAX), number(options, BYTES_MAX));
    }

    private static long number(Map<String, String> options, String name) {
        return options.entrySet().stream()
                .filter(option -> option.getKey().equalsIgnoreCase(name))
                .mapToLong(option -> Long.parseLong(option.getValue()))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Leaves the other options, in such a map. */
    public static void remove(Map<String, String> options) {
        ALL.forEach(options::remove);
    }
}
