package dev.leat.spark.read;

import dev.leat.connect.kafka.KafkaScan;
import dev.leat.spi.PositionRange;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads ranges of topics with Spark's own connector, at just these offsets. */
record TopicReads(SparkSession spark, KafkaScan scan) {
    static final String KEY = "key";
    static final String VALUE = "value";
    static final String TOPIC = "topic";
    static final String PARTITION = "partition";
    static final String OFFSET = "offset";

    private static final String FORMAT = "kafka";
    private static final String CLIENT = "kafka.";

    /** Between the topic and the number of the partition. */
    static final char DASH = '-';

    /** What the connector does not let be set: it has the same values. */
    private static final Set<String> OF_CONNECTOR = Set.of("enable.auto.commit", "auto.offset.reset");

    private static final String WAIT_MILLIS = "15000";

    /** The columns of records. */
    private static final List<Field> COLUMNS = List.of(
            new Field(KEY, Simple.BINARY, true),
            new Field(VALUE, Simple.BINARY, true),
            new Field(TOPIC, Simple.STRING, true),
            new Field(PARTITION, Simple.INT, true),
            new Field(OFFSET, Simple.BIGINT, true),
            new Field("timestamp", Simple.TIMESTAMP, true),
            new Field("timestampType", Simple.INT, true),
            new Field(
                    "headers",
                    new ArrayType(
                            new StructType(List.of(
                                    new Field(KEY, Simple.STRING, true), new Field(VALUE, Simple.BINARY, true))),
                            true),
                    true));

    /** The columns that are fields of {@code _metadata} where values are parsed. */
    static final List<String> METADATA = COLUMNS.stream()
            .map(Field::name)
            .filter(name -> !name.equals(VALUE))
            .toList();

    /**
     * The records of some ranges, with all of {@link #COLUMNS}.
     *
     * @param chosen by the name of the partition
     * @throws dev.leat.error.LeatException DATA_LOSS if some are gone that must not be
     */
    Dataset<Row> records(Map<String, PositionRange> chosen) {
        Map<String, PositionRange> ranges = new TreeMap<>(scan.requireKept(chosen));
        ranges.values().removeIf(range -> range.start() == range.end());
        if (ranges.isEmpty()) {
            return spark.createDataFrame(List.of(), SparkTypes.struct(COLUMNS));
        }
        return spark.read().format(FORMAT).options(options(ranges)).load();
    }

    /** The options of the connector. */
    Map<String, String> options(Map<String, PositionRange> ranges) {
        Map<String, String> options = new TreeMap<>();
        scan.clientSettings().forEach((name, value) -> {
            if (!OF_CONNECTOR.contains(name)) {
                options.put(CLIENT + name, value);
            }
        });
        Map<String, Map<String, PositionRange>> topics = new TreeMap<>();
        ranges.forEach((part, range) -> {
            int dash = part.lastIndexOf(DASH);
            topics.computeIfAbsent(part.substring(0, dash), unseen -> new TreeMap<>())
                    .put(part.substring(dash + 1), range);
        });
        options.put("assign", partitions(topics));
        options.put("startingOffsets", offsets(topics, PositionRange::start));
        options.put("endingOffsets", offsets(topics, PositionRange::end));
        options.put("failOnDataLoss", Boolean.toString(scan.failsOnDataLoss()));
        options.put("includeHeaders", "true");
        options.put("kafkaConsumer.pollTimeoutMs", WAIT_MILLIS);
        return options;
    }

    /** Names of topics have nothing that JSON would have to escape. */
    private static String partitions(Map<String, Map<String, PositionRange>> topics) {
        List<String> members = new ArrayList<>();
        topics.forEach((topic, parts) -> members.add(quote(topic) + ":[" + String.join(",", parts.keySet()) + "]"));
        return object(members);
    }

    private static String offsets(
            Map<String, Map<String, PositionRange>> topics, ToLongFunction<PositionRange> offset) {
        List<String> members = new ArrayList<>();
        topics.forEach((topic, parts) -> members.add(quote(topic) + ":"
                + object(parts.entrySet().stream()
                        .map(part -> quote(part.getKey()) + ":" + offset.applyAsLong(part.getValue()))
                        .toList())));
        return object(members);
    }

    private static String object(List<String> members) {
        return members.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private static String quote(String name) {
        return '"' + name + '"';
    }
}
