package dev.leat.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourceScan;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.testkit.HeapColumn;
import dev.leat.testkit.ScannedRows;
import dev.leat.testkit.kafka.TopicFixture;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Topics of a real broker, read by Spark's connector, compared with what the embedded engine reads of them. {@code -Dleat.test.values=N}
 * makes N random values.
 */
final class TestTopicSource {
    private static final List<Field> CLICKS = List.of(
            new Field("user", Simple.STRING, true),
            new Field("n", Simple.INT, true),
            new Field("d", new DataType.DecimalType(20, 2), true));
    private static final List<String> NAMES = List.of("user", "n", "d");
    private static final int VALUES = Integer.getInteger("leat.test.values", 400);
    private static final long SEED = Long.getLong("leat.test.seed", 20261127);

    /** Times of long ago do not make the broker remove records. */
    private static final Map<String, String> KEPT = Map.of("retention.ms", "-1");

    private static final TopicFixture TOPICS = new TopicFixture();
    private static final KafkaReaders EMBEDDED = new KafkaReaders(new SparkRecordParsers());
    private static final SparkSources SOURCES = new SparkSources(SparkFiles.spark());

    @AfterAll
    static void disconnect() {
        SOURCES.close();
        EMBEDDED.close();
        TOPICS.close();
    }

    private static Source source(Map<String, String> options, List<Field> declared) {
        Map<String, String> all = new TreeMap<>(options);
        all.putIfAbsent("kafka.bootstrap.servers", TOPICS.servers());
        Optional<List<Field>> schema = declared.isEmpty() ? Optional.empty() : Optional.of(declared);
        SourceDefinition definition = new SourceDefinition("kafka", List.of(), all, schema, Settings.DEFAULT);
        List<Field> columns = EMBEDDED.open(definition).schema();
        return new Source(RelationName.of("topic"), definition, columns, new SourcePosition("t.sql", 1, 1, 1));
    }

    private static Source json(String topic, String... options) {
        Map<String, String> all = new TreeMap<>(Map.of("subscribe", topic, "value.format", "json"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return source(all, CLICKS);
    }

    private static SparkSource open(Source source) {
        return SOURCES.open(source);
    }

    private static SourceScan embedded(Source source) {
        return EMBEDDED.open(source.definition());
    }

    private static List<String> rows(SparkSource source, List<String> columns) {
        return rows(source, source.all(), columns);
    }

    private static List<String> rows(SparkSource source, Map<String, PositionRange> ranges, List<String> columns) {
        return source.read(ranges, columns).collectAsList().stream()
                .map(TestTopicSource::show)
                .sorted()
                .toList();
    }

    private static String show(Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.isNullAt(i) ? "NULL" : show(row.get(i)))
                .collect(Collectors.joining(" "));
    }

    /** As {@link dev.leat.testkit.HeapColumn} does. */
    private static String show(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Row struct) {
            return "{" + show(struct).replace(' ', ',') + "}";
        }
        if (value instanceof scala.collection.Iterable<?> array) {
            List<String> elements = new ArrayList<>();
            array.foreach(element -> elements.add(show((Object) element)));
            return "[" + String.join(",", elements) + "]";
        }
        if (value instanceof java.sql.Timestamp time) {
            return String.valueOf(time.toInstant().toEpochMilli() * 1000);
        }
        if (value instanceof Instant time) {
            return String.valueOf(time.toEpochMilli() * 1000);
        }
        return value instanceof String text ? HeapColumn.quote(text) : value.toString();
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }

    /** Requires the rows, counts and malformed records of the embedded engine. */
    private static void requireSame(Source source, List<String> columns) {
        ScannedRows expected = ScannedRows.of(embedded(source), columns.toArray(String[]::new));
        SparkSource spark = open(source);
        assertThat(rows(spark, columns)).isEqualTo(sorted(expected.rows()));
        SparkSource.Records records = spark.count(spark.all(), Set.copyOf(columns));
        assertThat(records.read()).isEqualTo(expected.counts().read());
        assertThat(records.malformed()).isEqualTo(expected.counts().malformed());
        List<String> content = records.content()
                .map(found -> found.select(SparkSource.CONTENT).collectAsList().stream()
                        .map(row -> row.getString(0))
                        .sorted()
                        .toList())
                .orElse(List.of());
        assertThat(content)
                .isEqualTo(sorted(expected.malformed().stream()
                        .map(MalformedRecord::raw)
                        .map(raw -> new String(raw, StandardCharsets.UTF_8))
                        .toList()));
    }

    @Test
    void rawRecordsHaveTheColumnsOfTheEmbeddedEngine() {
        TOPICS.create("s-raw", 2, KEPT);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "s-raw", 0, 1_700_000_000_123L, "k".getBytes(StandardCharsets.UTF_8), new byte[] {1, (byte) 255});
        record.headers().add("a", new byte[] {7}).add(new RecordHeader("b", (byte[]) null));
        TOPICS.send(record);
        TOPICS.send(new ProducerRecord<>("s-raw", 1, 1_700_000_000_124L, null, (byte[]) null));
        for (String headers : List.of("true", "false")) {
            Source source = source(Map.of("subscribe", "s-raw", "includeHeaders", headers), List.of());
            requireSame(source, source.schema().stream().map(Field::name).toList());
        }
        requireSame(source(Map.of("subscribePattern", "s-ra.*"), List.of()), List.of("topic", "offset"));
        requireSame(source(Map.of("assign", "{\"s-raw\": [1]}"), List.of()), List.of("partition", "value"));
    }

    @Test
    void valuesAreParsedAsOnTheEmbeddedEngine() {
        TOPICS.create("s-parsed", 2);
        TOPICS.send("s-parsed", 0, "{\"user\": \"ann\", \"n\": 1, \"d\": 1.005}", "{\"user\":\n\"b\", \"n\": 2}");
        TOPICS.send("s-parsed", 0, "[{\"n\": 3}, {\"n\": 4, \"d\": 12345678901234567.89}]", "{\"user\": 7");
        TOPICS.send(
                "s-parsed",
                1,
                "{\"n\": \"x\"}",
                "",
                " \n",
                "[]",
                "null",
                "7",
                "[1, 2]",
                "[{\"n\": 1}, {\"n\": \"x\"}]");
        TOPICS.send("s-parsed", 1, "{\"n\": 1} trailing", "[{\"n\": 1}, {\"n\"", "{\"N\": 5}", "{\"n\": 1, \"n\": 2}");
        TOPICS.send(new ProducerRecord<>("s-parsed", 1, "gone".getBytes(StandardCharsets.UTF_8), (byte[]) null));
        for (String mode : List.of("permissive", "DropMalformed")) {
            for (List<String> columns : List.of(NAMES, List.of("user"), List.of("n"), List.<String>of())) {
                requireSame(json("s-parsed", "mode", mode), columns);
            }
        }
    }

    @Test
    void placesAndFactsOfRecordsAreThere() {
        TOPICS.create("s-facts", 2, KEPT);
        TOPICS.send("s-facts", 0, "{\"n\": 1}", "[{\"n\": 2}, {\"n\": 3}]", "x");
        ProducerRecord<byte[], byte[]> last = new ProducerRecord<>(
                "s-facts", 1, 1_700_000_000_123L, new byte[] {8}, "{\"n\": 4}".getBytes(StandardCharsets.UTF_8));
        last.headers().add("h", new byte[] {9});
        TOPICS.send(last);
        Source source = json("s-facts");
        requireSame(source, List.of("n", SourceScan.METADATA_COLUMN));
        assertThat(rows(open(source), List.of("n", Plan.Scan.PART, Plan.Scan.POSITION)))
                .containsExactly(
                        "1 's-facts-0' 0",
                        "2 's-facts-0' 1",
                        "3 's-facts-0' 1",
                        "4 's-facts-1' 0",
                        // A malformed one: where it is below those that have places, so that it is not late, too.
                        "NULL 's-facts-0' -4");
    }

    @Test
    void textOfMalformedRecordsIsKeptInTheirColumn() {
        TOPICS.create("s-corrupt", 1);
        TOPICS.send("s-corrupt", 0, "{\"n\": 1}", "{\"n\": \"x\"}", "[{\"n\": 1}, {\"n\": \"x\"}]", "{");
        List<Field> declared = List.of(new Field("n", Simple.INT, true), new Field("bad", Simple.STRING, true));
        Source source = source(
                Map.of(
                        "subscribe", "s-corrupt",
                        "value.format", "json",
                        "columnNameOfCorruptRecord", "bad"),
                declared);
        ScannedRows expected = ScannedRows.of(embedded(source), "n", "bad");
        assertThat(rows(open(source), List.of("n", "bad"))).isEqualTo(sorted(expected.rows()));
    }

    @Test
    void failFastNamesTheFirstMalformedRecord() {
        TOPICS.create("s-fast", 2);
        TOPICS.send("s-fast", 1, "{\"n\": 1}", "{\"n\": \"x\"}");
        Source source = json("s-fast", "mode", "FAILFAST");
        SparkSource spark = open(source);
        assertThatThrownBy(() -> spark.count(spark.all(), Set.of("n")))
                .isInstanceOfSatisfying(LeatException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_DATA);
                    assertThat(e).hasMessageContaining("s-fast-1, offset 1");
                });
        assertThat(spark.count(spark.all(), Set.of("user")).read()).isEqualTo(2);
    }

    @Test
    void randomValuesAreParsedAsOnTheEmbeddedEngine() {
        SplittableRandom random = new SplittableRandom(SEED);
        TOPICS.create("s-random", 3);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            records.add(new ProducerRecord<>("s-random", random.nextInt(3), null, RandomJson.bytes(random)));
        }
        TOPICS.send(records);
        requireSame(json("s-random"), NAMES);
        requireSame(json("s-random", "mode", "DROPMALFORMED", "allowSingleQuotes", "false"), List.of("n"));
    }

    @Test
    void onlyCommittedTransactionsAreReadAndOnlyTheRange() {
        TOPICS.create("s-transactions", 1);
        TOPICS.send("s-transactions", 0, "plain");
        try (KafkaProducer<byte[], byte[]> producer = TOPICS.producer(Map.of("transactional.id", "s-writer"))) {
            producer.initTransactions();
            TopicFixture.sendAborted(producer, TopicFixture.record("s-transactions", "aborted"));
            TopicFixture.sendCommitted(producer, TopicFixture.record("s-transactions", "committed"));
            producer.beginTransaction();
            TopicFixture.send(producer, TopicFixture.record("s-transactions", "open"));
            producer.flush();
            TOPICS.send("s-transactions", 0, "behind the open one");
            Source raw = source(Map.of("subscribe", "s-transactions"), List.of());
            requireSame(raw, List.of("value", "offset"));
            long end = open(raw).all().values().iterator().next().end();
            producer.commitTransaction();
            SparkSource later = openBeyond(raw, end);
            Map<String, PositionRange> aborted = Map.of("s-transactions-0", new PositionRange(1, 3));
            assertThat(rows(later, aborted, List.of("value"))).isEmpty();
            assertThat(later.count(aborted, Set.of()).read()).isZero();
            assertThat(rows(later, Map.of("s-transactions-0", new PositionRange(0, 4)), List.of("offset")))
                    .containsExactly("0", "3");
        }
    }

    /** What a transaction has written is there some time after it was committed. */
    private static SparkSource openBeyond(Source source, long end) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        SparkSource found = open(source);
        while (found.all().values().iterator().next().end() <= end) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            found = open(source);
        }
        return found;
    }

    @Test
    void settingsOfTheClientAreHandedOnAndSecretsAreNotShown() {
        TOPICS.create("s-secret", 1);
        TOPICS.send("s-secret", 0, "a");
        String login =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"pa55\";";
        Source source = source(
                Map.of(
                        "subscribe",
                        "s-secret",
                        "kafka.client.id",
                        "mine",
                        "kafka.sasl.jaas.config",
                        login,
                        "kafka.ssl.truststore.password",
                        "5ecret"),
                List.of());
        TopicReads reads = new TopicReads(SparkFiles.spark(), EMBEDDED.open(source.definition()));
        Map<String, String> options = reads.options(Map.of("s-secret-0", new PositionRange(0, 1)));
        assertThat(options)
                .containsEntry("kafka.client.id", "mine")
                .containsEntry("kafka.sasl.jaas.config", login)
                .containsEntry("kafka.ssl.truststore.password", "5ecret")
                .containsEntry("kafka.isolation.level", "read_committed")
                .containsEntry("assign", "{\"s-secret\":[0]}")
                .containsEntry("startingOffsets", "{\"s-secret\":{\"0\":0}}")
                .containsEntry("endingOffsets", "{\"s-secret\":{\"0\":1}}");
        SparkSource spark = open(source);
        assertThat(rows(spark, List.of("value"))).containsExactly("61");
        String plan = spark.read(spark.all(), List.of("value")).queryExecution().toString();
        assertThat(plan).contains("s-secret").doesNotContain("pa55").doesNotContain("5ecret");
    }
}
