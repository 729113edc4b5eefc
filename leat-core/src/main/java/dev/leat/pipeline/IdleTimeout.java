package dev.leat.pipeline;

import dev.leat.plan.RelationName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** After which time without rows a part of a source is idle, so that it holds no watermark up. */
public final class IdleTimeout {
    /** The setting of a project. */
    public static final String SETTING = "leat.watermark.idleTimeout";

    /** The option of a source, which counts before it. */
    public static final String OPTION = "idleTimeout";

    /** The time where none is given. */
    public static final Duration DEFAULT = Duration.ofMinutes(1);

    private static final String NEVER = "never";
    private static final Duration LONGEST = Duration.ofDays(365_000);
    private static final Pattern PART = Pattern.compile("\\+?(\\d{1,12})\\s+([a-z]+?)s?(?:\\s+|$)");

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "week", ChronoUnit.WEEKS,
            "day", ChronoUnit.DAYS,
            "hour", ChronoUnit.HOURS,
            "minute", ChronoUnit.MINUTES,
            "second", ChronoUnit.SECONDS,
            "millisecond", ChronoUnit.MILLIS,
            "microsecond", ChronoUnit.MICROS);

    private IdleTimeout() {}

    /** What is wrong with a value of the setting or option. */
    public static Optional<String> problem(String name, String value) {
        return parse(value).isPresent()
                ? Optional.empty()
                : Optional.of(name + " is " + value + ", expected a time of whole weeks, days, hours, minutes, seconds,"
                        + " milliseconds or microseconds, such as 30 seconds or 1 hour 30 minutes, or " + NEVER);
    }

    /** The time for a relation that is read as a stream; absent where its parts never become idle. */
    public static Optional<Duration> of(RelationName relation, Pipeline pipeline) {
        Optional<String> option = pipeline.sources().stream()
                .filter(source -> source.name().key().equals(relation.key()))
                .flatMap(source -> source.definition().options().entrySet().stream())
                .filter(given -> given.getKey().equalsIgnoreCase(OPTION))
                .map(Map.Entry::getValue)
                .findFirst();
        return option.or(() ->
                        Optional.ofNullable(pipeline.settings().configuration().get(SETTING)))
                .map(value -> parse(value).orElseThrow())
                .or(() -> Optional.of(DEFAULT))
                .filter(time -> !time.isZero());
    }

    /** A time in words, as the option has it. */
    public static String text(Optional<Duration> time) {
        if (time.isEmpty()) {
            return NEVER;
        }
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(time.get()));
        ChronoUnit unit = UNITS.values().stream()
                .filter(known -> micros % microsOf(known) == 0)
                .max(Comparator.comparing(ChronoUnit::getDuration))
                .orElse(ChronoUnit.MICROS);
        long count = micros / microsOf(unit);
        String word = UNITS.entrySet().stream()
                .filter(known -> known.getValue() == unit)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return count + " " + word + (count == 1 ? "" : "s");
    }

    private static long microsOf(ChronoUnit unit) {
        return unit.getDuration().toNanos() / 1000;
    }

    /** A time as Spark writes intervals; zero stands for never, as in Flink. */
    private static Optional<Duration> parse(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT).replaceFirst("^interval\\s+", "");
        if (text.equals(NEVER) || text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (end < text.length()) {
            Optional<ChronoUnit> unit = part.find(end) && part.start() == end
                    ? Optional.ofNullable(UNITS.get(part.group(2)))
                    : Optional.empty();
            if (unit.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(unit.get().getDuration().multipliedBy(Long.parseLong(part.group(1))));
            end = part.end();
        }
        return text.isEmpty() || sum.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(sum);
    }
}
