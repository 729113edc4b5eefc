package dev.leat.pipeline;

import dev.leat.plan.RelationName;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** After which time without rows a part of a source is idle, so that it holds no watermark up. */
public final class IdleTimeout {
    /** The setting of a project. */
    public static final String SETTING = "leat.watermark.idleTimeout";

    /** The option of a source, which counts before it. */
    public static final String OPTION = "idleTimeout";

    /** The time where none is given. */
    public static final Duration DEFAULT = Duration.ofMinutes(1);

    private static final String NEVER = "never";

    private IdleTimeout() {}

    /** What is wrong with a value of the setting or option. */
    public static Optional<String> problem(String name, String value) {
        return parse(value).isPresent()
                ? Optional.empty()
                : Optional.of(name + " is " + value + ", expected a time of whole weeks, days, hours, minutes, seconds,"
                        + " milliseconds or microseconds, such as 30 seconds or 1 hour 30 minutes, or " + NEVER);
    }

    /**
     * The time for relations that are read as one stream, the longest that any of them has; absent where a part of one never becomes
     * idle.
     */
    public static Optional<Duration> of(List<RelationName> relations, Pipeline pipeline) {
        List<Duration> times =
                relations.stream().map(relation -> of(relation, pipeline)).toList();
        return times.contains(Duration.ZERO) ? Optional.empty() : times.stream().max(Comparator.naturalOrder());
    }

    /** The time for a relation; zero stands for never. */
    private static Duration of(RelationName relation, Pipeline pipeline) {
        Optional<String> option = pipeline.sources().stream()
                .filter(source -> source.name().key().equals(relation.key()))
                .flatMap(source -> source.definition().options().entrySet().stream())
                .filter(given -> given.getKey().equalsIgnoreCase(OPTION))
                .map(Map.Entry::getValue)
                .findFirst();
        return option.or(() ->
                        Optional.ofNullable(pipeline.settings().configuration().get(SETTING)))
                .map(value -> parse(value).orElseThrow())
                .orElse(DEFAULT);
    }

    /** The same in words, as the option has it. */
    public static String textOf(List<RelationName> relations, Pipeline pipeline) {
        return of(relations, pipeline).map(DurationText::of).orElse(NEVER);
    }

    /** The time; zero stands for never, as in Flink. */
    private static Optional<Duration> parse(String value) {
        String text = value.strip();
        return text.equalsIgnoreCase(NEVER) || text.equals("0") ? Optional.of(Duration.ZERO) : DurationText.parse(text);
    }
}
