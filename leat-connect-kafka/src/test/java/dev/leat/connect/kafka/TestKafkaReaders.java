package dev.leat.connect.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.ReadLimit;
import dev.leat.spi.ReadPart;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SplitReader;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.testkit.HeapColumn;
import dev.leat.testkit.ScannedRows;
import dev.leat.testkit.kafka.TopicFixture;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Topics of a real broker as sources. */
final class TestKafkaReaders {
    private static final List<Field> CLICKS =
            List.of(new Field("user", Simple.STRING, true), new Field("n", Simple.INT, true));

    private static final TopicFixture TOPICS = new TopicFixture();
    private static final KafkaReaders READERS = new KafkaReaders(new SparkRecordParsers());

    private ReadCounts counts = ReadCounts.NONE;
    private final List<MalformedRecord> malformed = new ArrayList<>();

    @AfterAll
    static void disconnect() {
        READERS.close();
        TOPICS.close();
    }

    private static SourceDefinition source(Map<String, String> options, List<Field> columns) {
        Map<String, String> all = new TreeMap<>(options);
        all.putIfAbsent("kafka.bootstrap.servers", TOPICS.servers());
        Optional<List<Field>> schema = columns.isEmpty() ? Optional.empty() : Optional.of(columns);
        return new SourceDefinition("kafka", List.of(), all, schema, Settings.DEFAULT);
    }

    private static SourceScan raw(String topic) {
        return READERS.open(source(Map.of("subscribe", topic), List.of()));
    }

    private static SourceScan json(String topic, String... options) {
        Map<String, String> all = new TreeMap<>(Map.of("subscribe", topic, "value.format", "json"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return READERS.open(source(all, CLICKS));
    }

    private List<String> rows(SourceScan scan, String... columns) {
        ScannedRows read = ScannedRows.of(scan, columns);
        counts = counts.plus(read.counts());
        malformed.addAll(read.malformed());
        return read.rows();
    }

    private static SourceScan only(SourceScan scan, String part, long start, long end) {
        return scan.only(Map.of(part, new PositionRange(start, end)));
    }

    @Test
    void rawRecordsHaveSparksColumns() {
        TOPICS.create("raw", 1);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "raw", 0, 1_700_000_000_123L, "k".getBytes(StandardCharsets.UTF_8), new byte[] {1, (byte) 255});
        record.headers().add("a", new byte[] {7}).add(new RecordHeader("b", (byte[]) null));
        TOPICS.send(record);
        TOPICS.send(new ProducerRecord<>("raw", 0, 1_700_000_000_124L, null, (byte[]) null));

        SourceScan scan = READERS.open(source(Map.of("subscribe", "raw", "includeHeaders", "TRUE"), List.of()));
        assertThat(scan.schema().stream().map(Field::name))
                .containsExactly(
                        "key", "value", "topic", "partition", "offset", "timestamp", "timestampType", "headers");
        assertThat(rows(scan, "key", "value", "topic", "partition", "offset", "timestamp", "timestampType", "headers"))
                .containsExactly(
                        "6b 01ff 'raw' 0 0 1700000000123000 0 [{'a',07},{'b',NULL}]",
                        "NULL NULL 'raw' 0 1 1700000000124000 0 NULL");
        assertThat(counts).isEqualTo(ReadCounts.allAccepted(2, 2, 2));
        assertThat(raw("raw").schema()).hasSize(7);
        assertThat(raw("raw").metadataFields()).isEmpty();
    }

    @Test
    void valuesAreParsedAsLinesOfJsonFilesAre() {
        TOPICS.create("parsed", 1);
        TOPICS.send("parsed", 0, "{\"user\": \"ann\", \"n\": 1}", "{\"user\": \"b\\u00f6b\",\n \"n\": 2}");
        TOPICS.send("parsed", 0, "[{\"n\": 3}, {\"n\": 4}, {\"n\": 5}, {\"n\": 6}]", "{\"user\": 7", "{\"n\": \"x\"}");
        TOPICS.send(new ProducerRecord<>("parsed", 0, "gone".getBytes(StandardCharsets.UTF_8), (byte[]) null));

        assertThat(rows(json("parsed"), "n", "user"))
                .containsExactly(
                        "1 'ann'",
                        "2 'b\\u00f6b'",
                        "3 NULL",
                        "4 NULL",
                        "5 NULL",
                        "6 NULL",
                        "NULL NULL",
                        "NULL NULL",
                        "NULL NULL");
        assertThat(counts).isEqualTo(new ReadCounts(9, 7, 2, 0, 0, 2, 2));
        assertThat(malformed).extracting(MalformedRecord::path).containsOnly("parsed-0");
        assertThat(malformed).extracting(MalformedRecord::position).containsExactly(3L, 4L);
        assertThat(malformed.get(0).raw()).isEqualTo("{\"user\": 7".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachRowOfARecordHasItsMetadata() {
        TOPICS.create("described", 1);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "described", 0, 5L, new byte[] {9}, "[{\"n\": 1}, {\"n\": 2}]".getBytes(StandardCharsets.UTF_8));
        record.headers().add("h", new byte[] {8});
        TOPICS.send(record);
        TOPICS.send("described", 0, "not JSON");
        TOPICS.send(new ProducerRecord<>("described", 0, 6L, new byte[] {3}, (byte[]) null));

        SourceScan scan = json("described", "mode", "DROPMALFORMED");
        assertThat(rows(only(scan, "described-0", 0, 1), "_metadata", "n"))
                .containsExactly(
                        "{09,'described',0,0,5000,0,[{'h',08}]} 1", "{09,'described',0,0,5000,0,[{'h',08}]} 2");
        assertThat(rows(only(scan, "described-0", 1, 3), "n", "_metadata"))
                .containsExactly("NULL {03,'described',0,2,6000,0,NULL}");
        assertThat(counts.malformed()).isEqualTo(1);
    }

    @Test
    void failFastNamesPartitionAndOffset() {
        TOPICS.create("strict", 1);
        TOPICS.send("strict", 0, "{}", "{", "{}");
        SourceScan scan = json("strict", "mode", "FAILFAST");
        assertThatThrownBy(() -> rows(scan, "n"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Cannot read strict-0, offset 1")
                .extracting(e -> ((LeatException) e).code())
                .isEqualTo(ErrorCode.BAD_DATA);
    }

    @Test
    void partsArePartitionsAndNewOnesAppear() {
        TOPICS.create("wide", 2);
        TOPICS.send("wide", 0, "a", "b");
        TOPICS.send("wide", 1, "c");
        SourceScan first = raw("wide");
        assertThat(first.parts())
                .containsExactly(new SourcePart("wide-0", 0, 2, 0, ""), new SourcePart("wide-1", 0, 1, 0, ""));
        TOPICS.send("wide", 0, "later");
        assertThat(rows(first, "value")).containsExactly("61", "62", "63");

        TOPICS.grow("wide", 3);
        TOPICS.send("wide", 2, "d");
        SourceScan latest = READERS.open(source(Map.of("subscribe", "wide", "startingOffsets", "latest"), List.of()));
        Map<String, ReadPart> read = Map.of(
                "wide-0",
                new ReadPart(1, 2, first.tag("wide-0", 2)),
                "wide-1",
                new ReadPart(1, 1, first.tag("wide-1", 1)));
        assertThat(latest.parts(Map.of()))
                .extracting(SourcePart::start)
                .as("a first read begins at the end")
                .containsExactly(3L, 1L, 1L);
        assertThat(latest.parts(read))
                .as("later ones where the first began, and new partitions at their beginning")
                .containsExactly(
                        new SourcePart("wide-0", 1, 3, 0, ""),
                        new SourcePart("wide-1", 1, 1, 0, ""),
                        new SourcePart("wide-2", 0, 1, 0, ""));
    }

    @Test
    void topicsAreNamedFittedOrAssigned() {
        TOPICS.create("pick-one", 2);
        TOPICS.create("pick-two", 1);
        assertThat(partNames(Map.of("subscribe", "pick-two, pick-one")))
                .containsExactly("pick-one-0", "pick-one-1", "pick-two-0");
        assertThat(partNames(Map.of("subscribePattern", "pick-.*")))
                .containsExactly("pick-one-0", "pick-one-1", "pick-two-0");
        assertThat(partNames(Map.of("subscribePattern", "pick"))).isEmpty();
        assertThat(partNames(Map.of("assign", "{\"pick-one\": [1]}"))).containsExactly("pick-one-1");
        assertThatThrownBy(() -> partNames(Map.of("assign", "{\"pick-one\": [7]}")))
                .hasMessageContaining("The topic pick-one at " + TOPICS.servers() + " has no partition 7");
        assertThatThrownBy(() -> partNames(Map.of("subscribe", "pick-one,pick-none")))
                .hasMessageContaining("There is no topic pick-none at " + TOPICS.servers())
                .extracting(e -> ((LeatException) e).code())
                .isEqualTo(ErrorCode.SOURCE_NOT_FOUND);
    }

    private static List<String> partNames(Map<String, String> options) {
        return READERS.open(source(options, List.of())).parts().stream()
                .map(SourcePart::name)
                .toList();
    }

    @Test
    void offsetsOfACommitAreBoundedAndSharedOut() {
        TOPICS.create("bounded", 2);
        TOPICS.send("bounded", 0, "a", "b", "c", "d", "e", "f");
        TOPICS.send("bounded", 1, "x");
        SourceScan scan = READERS.open(source(Map.of("subscribe", "bounded", "maxOffsetsPerTrigger", "3"), List.of()));
        List<SourcePart> parts = scan.parts(Map.of());
        assertThat(scan.within(scan.limit(), parts, Map.of()))
                .extracting(SourcePart::end)
                .containsExactly(2L, 1L);
        assertThat(scan.within(scan.limit(), parts, Map.of("bounded-0", 2L, "bounded-1", 1L)))
                .extracting(SourcePart::end)
                .containsExactly(5L, 1L);
        assertThat(scan.within(ReadLimit.ofUnits(1), parts, Map.of("bounded-0", 5L)))
                .as("each partition goes on")
                .extracting(SourcePart::end)
                .containsExactly(6L, 1L);
        assertThat(scan.parts())
                .as("a query reads all")
                .extracting(SourcePart::end)
                .containsExactly(6L, 1L);
    }

    @Test
    void startingOffsetsMayBeGivenForEachPartition() {
        TOPICS.create("from", 3);
        TOPICS.send("from", 0, "a", "b", "c");
        TOPICS.send("from", 1, "d", "e");
        TOPICS.send("from", 2, "f", "g");
        SourceScan scan = READERS.open(
                source(Map.of("subscribe", "from", "startingOffsets", "{\"from\": {\"0\": 2, \"1\": -1}}"), List.of()));
        assertThat(scan.parts()).extracting(SourcePart::start).containsExactly(2L, 2L, 0L);
        assertThat(rows(scan, "value")).containsExactly("63", "66", "67");
    }

    @Test
    void onlyCommittedTransactionsAreRead() {
        TOPICS.create("transactions", 1);
        TOPICS.send("transactions", 0, "plain");
        try (KafkaProducer<byte[], byte[]> producer = TOPICS.producer(Map.of("transactional.id", "test-writer"))) {
            producer.initTransactions();
            TopicFixture.sendAborted(producer, TopicFixture.record("transactions", "aborted"));
            TopicFixture.sendCommitted(producer, TopicFixture.record("transactions", "committed"));
            producer.beginTransaction();
            TopicFixture.send(producer, TopicFixture.record("transactions", "open"));
            producer.flush();
            TOPICS.send("transactions", 0, "behind the open one");

            SourceScan scan = raw("transactions");
            assertThat(rows(scan, "value")).containsExactly(hex("plain"), hex("committed"));
            long end = scan.parts().get(0).end();
            producer.commitTransaction();
            SourceScan later = raw("transactions");
            assertThat(rows(
                            only(
                                    later,
                                    "transactions-0",
                                    end,
                                    later.parts().get(0).end()),
                            "value"))
                    .containsExactly(hex("open"), hex("behind the open one"));
            assertThat(rows(only(later, "transactions-0", 1, 3), "value"))
                    .as("nothing but an aborted record and its mark")
                    .isEmpty();
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void expiredOffsetsThatWereNotReadAreAnErrorOrPassedOver() {
        TOPICS.create("expired", 1);
        TOPICS.send("expired", 0, "a", "b", "c", "d");
        String tag = raw("expired").tag("expired-0", 1);
        SourceScan before = raw("expired");
        assertThat(before.parts().get(0).start()).isZero();
        TOPICS.expire("expired", 0, 3);

        SourceScan scan = raw("expired");
        assertThat(scan.parts()).containsExactly(new SourcePart("expired-0", 3, 4, 0, ""));
        scan.requireNothingLost("expired-0", 3, tag);
        assertLoss(() -> scan.requireNothingLost("expired-0", 1, tag), "expired-0 on from offset 1", "kept is 3");
        assertLoss(() -> rows(before, "value"), "expired-0 on from offset 0", "kept is 3");
        SourceScan lenient = READERS.open(source(Map.of("subscribe", "expired", "failOnDataLoss", "false"), List.of()));
        lenient.requireNothingLost("expired-0", 1, tag);
        assertThat(rows(only(lenient, "expired-0", 1, 4), "value")).containsExactly("64");
        assertThat(rows(only(lenient, "expired-0", 1, 2), "value")).isEmpty();
        assertLoss(() -> rows(only(lenient, "expired-0", 0, 1), "value"), "expired-0 on from offset 0");
    }

    private static void assertLoss(Runnable work, String... texts) {
        assertThatThrownBy(work::run)
                .isInstanceOf(LeatException.class)
                .hasMessageContainingAll(texts)
                .hasMessageContainingAll("failOnDataLoss", "--full-refresh")
                .extracting(e -> ((LeatException) e).code())
                .isEqualTo(ErrorCode.DATA_LOSS);
    }

    @Test
    void partitionThatHasBecomeShorterIsAnErrorOrReadOnFromItsEnd() {
        TOPICS.create("shorter", 1);
        TOPICS.send("shorter", 0, "a", "b", "c", "d");
        SourceScan before = raw("shorter");
        String tag = before.tag("shorter-0", 4);
        TOPICS.broker().truncate("shorter-0", 2);

        assertLoss(() -> raw("shorter").requireNothingLost("shorter-0", 4, tag), "offset 4", "ends at offset 2");
        assertThatThrownBy(() -> rows(only(before, "shorter-0", 3, 4), "value"))
                .hasMessageContaining("the partition has become shorter while it was read")
                .extracting(e -> ((LeatException) e).code())
                .isEqualTo(ErrorCode.IO);
        Map<String, String> options = Map.of("subscribe", "shorter", "failOnDataLoss", "false");
        SourceScan lenient = READERS.open(source(options, List.of()));
        assertThat(lenient.requireNothingLost("shorter-0", 4, tag)).isEqualTo(2);
        assertThat(lenient.requireNothingLost("shorter-0", 1, tag)).isEqualTo(1);
        assertThat(lenient.requireNothingLost("shorter-0", 4, "another topic")).isEqualTo(4);
        assertThat(lenient.parts(Map.of("shorter-0", new ReadPart(1, 4, tag))))
                .containsExactly(new SourcePart("shorter-0", 1, 2, 0, ""));
        assertThat(lenient.parts(Map.of("shorter-0", new ReadPart(3, 4, tag))))
                .containsExactly(new SourcePart("shorter-0", 2, 2, 0, ""));
    }

    @Test
    void topicThatWasMadeAnewIsAnotherOne() {
        TOPICS.create("anew", 1);
        TOPICS.send("anew", 0, "a", "b");
        SourceScan before = raw("anew");
        String tag = before.tag("anew-0", 2);
        TOPICS.delete("anew");
        TOPICS.create("anew", 1);
        TOPICS.send("anew", 0, "c", "d");

        SourceScan scan = raw("anew");
        assertThat(scan.tag("anew-0", 2)).isNotEqualTo(tag).isNotEmpty();
        assertThat(scan.tag("anew-0", 3)).isEmpty();
        assertLoss(() -> scan.requireNothingLost("anew-0", 2, tag), "offset 2", "made anew");
        assertLoss(() -> scan.requireNothingLost("anew-0", 3, tag), "ends at offset 2");
        assertLoss(() -> scan.requireNothingLost("other-0", 2, tag), "no such partition");
        assertThat(scan.parts(Map.of("anew-0", new ReadPart(1, 2, tag))))
                .containsExactly(new SourcePart("anew-0", 0, 2, 0, ""));
    }

    @Test
    void brokerMayRestartBetweenAndWithinReads() throws InterruptedException {
        TOPICS.create("restarted", 1);
        TOPICS.send("restarted", 0, "a", "b", "c", "d", "e");
        SourceScan scan = raw("restarted");
        try (SplitReader reader = scan.read(scan.splits().get(0), List.of("value"))) {
            TOPICS.broker().kill();
            Thread starter = new Thread(() -> TOPICS.broker().start());
            starter.start();
            assertThat(reader.read(List.of(new HeapColumn(Simple.BINARY)), 9)).isEqualTo(5);
            starter.join();
        }
        assertThat(rows(raw("restarted"), "value")).hasSize(5);
        assertThat(raw("restarted").tag("restarted-0", 5)).isEqualTo(scan.tag("restarted-0", 5));
    }

    @Test
    void topicThatMayNotBeReadHoldsNoOtherUp() {
        TOPICS.create("denied", 1);
        TOPICS.create("allowed", 1);
        TOPICS.deny("denied");
        assertThatThrownBy(() -> raw("denied").parts())
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("the brokers do not allow it")
                .extracting(e -> ((LeatException) e).code())
                .isEqualTo(ErrorCode.IO);
        assertThat(raw("allowed").parts()).hasSize(1);
    }

    @Test
    void brokersThatDoNotAnswerAreAnErrorInTime() {
        SourceScan scan = READERS.open(source(
                Map.of(
                        "subscribe", "any",
                        "kafka.bootstrap.servers", "127.0.0.1:1",
                        "kafka.request.timeout.ms", "1000",
                        "kafka.default.api.timeout.ms", "3000"),
                List.of()));
        assertThat(scan.schema()).as("known without them").hasSize(7);
        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(scan::parts)
                    .isInstanceOf(LeatException.class)
                    .hasMessageContaining("at 127.0.0.1:1: there is no answer in time")
                    .extracting(e -> ((LeatException) e).code())
                    .isEqualTo(ErrorCode.IO);
        }
        assertThat(System.nanoTime() - start)
                .as("only the first has waited")
                .isLessThan(Duration.ofSeconds(6).toNanos());
    }
}
