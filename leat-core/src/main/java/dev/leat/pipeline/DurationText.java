package dev.leat.pipeline;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as users write them in options and settings: as Spark's intervals ({@code 1 hour 30 minutes}) or, shorter, as the times of its
 * configuration ({@code 90m}).
 */
public final class DurationText {
    private static final Duration LONGEST = Duration.ofDays(365_000);
    private static final Pattern PART = Pattern.compile("\\+?(\\d{1,12})\\s*([a-z]+)(?:\\s+|$)");

    /** The first word of each takes an s where there are many. */
    private static final Map<ChronoUnit, List<String>> WORDS = Map.of(
            ChronoUnit.WEEKS, List.of("week"),
            ChronoUnit.DAYS, List.of("day", "d"),
            ChronoUnit.HOURS, List.of("hour", "h"),
            ChronoUnit.MINUTES, List.of("minute", "min", "m"),
            ChronoUnit.SECONDS, List.of("second", "s"),
            ChronoUnit.MILLIS, List.of("millisecond", "ms"),
            ChronoUnit.MICROS, List.of("microsecond", "us"));

    private static final Map<String, ChronoUnit> UNITS = new HashMap<>();

    static {
        WORDS.forEach((unit, words) -> {
            words.forEach(word -> UNITS.put(word, unit));
            UNITS.put(words.get(0) + "s", unit);
        });
    }

    private DurationText() {}

    /** The time; empty if the text is none of 1,000 years at most, or negative, or has months, whose lengths differ. */
    public static Optional<Duration> parse(String text) {
        String parts = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^interval\\s+", "");
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(parts);
        int end = 0;
        while (end < parts.length()) {
            Optional<ChronoUnit> unit = part.find(end) && part.start() == end
                    ? Optional.ofNullable(UNITS.get(part.group(2)))
                    : Optional.empty();
            if (unit.isEmpty() || sum.compareTo(LONGEST) > 0) {
                return Optional.empty();
            }
            sum = sum.plus(unit.get().getDuration().multipliedBy(Long.parseLong(part.group(1))));
            end = part.end();
        }
        return parts.isEmpty() || sum.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(sum);
    }

    /** A time of whole microseconds as a number of the longest unit in which it is whole. */
    public static String of(Duration time) {
        long micros = TimeUnit.SECONDS.toMicros(time.toSeconds()) + time.toNanosPart() / 1000;
        Map.Entry<ChronoUnit, List<String>> longest = WORDS.entrySet().stream()
                .filter(known -> micros % microsOf(known.getKey()) == 0)
                .max(Map.Entry.comparingByKey(Comparator.comparing(ChronoUnit::getDuration)))
                .orElseThrow();
        long count = micros / microsOf(longest.getKey());
        return count + " " + longest.getValue().get(0) + (count == 1 ? "" : "s");
    }

    private static long microsOf(ChronoUnit unit) {
        return unit.getDuration().toNanos() / 1000;
    }
}
