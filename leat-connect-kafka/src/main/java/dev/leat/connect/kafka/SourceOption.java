package dev.leat.connect.kafka;

import dev.leat.pipeline.IdleTimeout;
import java.util.List;

/**
 * An option of a Kafka source, with Spark's name and meaning. Those of the client, {@code kafka.…}, and of the values' parser
 * come on top.
 *
 * @param name matched without regard to case
 * @param defaultValue the value where none is given, in words where it is none
 * @param doc one sentence
 */
public record SourceOption(String name, String defaultValue, String doc) {
    static final String SUBSCRIBE = "subscribe";
    static final String SUBSCRIBE_PATTERN = "subscribePattern";
    static final String ASSIGN = "assign";
    static final String STARTING_OFFSETS = "startingOffsets";
    static final String OFFSETS_MAX = "maxOffsetsPerTrigger";
    static final String OFFSETS_MIN = "minOffsetsPerTrigger";
    static final String DELAY_MAX = "maxTriggerDelay";

    /** Spark's. */
    static final String DELAY_DEFAULT = "15m";

    static final String FAIL_ON_DATA_LOSS = "failOnDataLoss";
    static final String INCLUDE_HEADERS = "includeHeaders";

    /** How values are parsed. */
    public static final String VALUE_FORMAT = "value.format";

    /** All options, in the order of the documentation. */
    public static final List<SourceOption> ALL = List.of(
            new SourceOption(SUBSCRIBE, "none", "The topics, separated by commas."),
            new SourceOption(
                    SUBSCRIBE_PATTERN, "none", "The topics whose whole name fits this regular expression of Java."),
            new SourceOption(ASSIGN, "none", "Partitions of topics as JSON: {\"clicks\": [0, 1]}."),
            new SourceOption(
                    STARTING_OFFSETS,
                    "earliest",
                    "Where a first read begins: earliest, latest, or JSON with an offset for each partition, -2 for the first"
                            + " and -1 for the end: {\"clicks\": {\"0\": 23, \"1\": -2}}. Other partitions are read from"
                            + " their first record."),
            new SourceOption(
                    OFFSETS_MAX, "none", "The most offsets that a commit reads on, shared out among the partitions."),
            new SourceOption(
                    OFFSETS_MIN,
                    "none",
                    "With --watch, the fewest offsets for which a commit reads on before maxTriggerDelay is over."),
            new SourceOption(
                    DELAY_MAX,
                    DELAY_DEFAULT,
                    "With minOffsetsPerTrigger, how long after the last commit that read on fewer offsets are read, too: a"
                            + " number with us, ms, s, m, h or d, or of milliseconds."),
            new SourceOption(
                    FAIL_ON_DATA_LOSS,
                    "true",
                    "Fail when records are gone that were not read yet; else go on without them."),
            new SourceOption(
                    IdleTimeout.OPTION,
                    IdleTimeout.SETTING,
                    "After which time without rows a partition holds no watermark up, such as 30 seconds; or never."),
            new SourceOption(INCLUDE_HEADERS, "false", "Add the column headers; only where no columns are declared."),
            new SourceOption(
                    VALUE_FORMAT,
                    "none",
                    "json: values are parsed into the declared columns, as lines of JSON files are."));
}
