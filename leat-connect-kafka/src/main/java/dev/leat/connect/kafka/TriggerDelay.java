package dev.leat.connect.kafka;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The longest time for which records wait for others, as Spark writes it: a number with a unit, or of milliseconds. */
final class TriggerDelay {
    /** Spark's default. */
    static final String DEFAULT = "15m";

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*([a-z]*)");

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "us", ChronoUnit.MICROS,
            "", ChronoUnit.MILLIS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "min", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private TriggerDelay() {}

    /** The time; empty if the text is none. */
    static Optional<Duration> parse(String text) {
        Matcher time = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        return time.matches()
                ? Optional.ofNullable(UNITS.get(time.group(2)))
                        .map(unit -> unit.getDuration().multipliedBy(Long.parseLong(time.group(1))))
                : Optional.empty();
    }
}
