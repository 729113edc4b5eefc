package dev.leat.connect.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.RelationName;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SourceScan;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.testkit.HeapRows;
import dev.leat.testkit.ScannedRows;
import dev.leat.testkit.TestSinkWriterContract;
import dev.leat.testkit.kafka.TopicFixture;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics of a real broker as sinks. */
final class TestKafkaSinkWriter extends TestSinkWriterContract {
    private static final long SEED = 20260501;
    private static final int KILLS = 5;
    private static final TopicFixture TOPICS = new TopicFixture();
    private static final KafkaReaders READERS = new KafkaReaders(new SparkRecordParsers());
    private static int topics;

    private String topic = "";

    @BeforeEach
    void createTopic() {
        topic = "sink-" + topics++;
        TOPICS.create(topic, 1);
    }

    @AfterAll
    static void disconnect() {
        READERS.close();
        TOPICS.close();
    }

    @Override
    protected SinkWriter open() {
        return open(topic);
    }

    private SinkWriter open(String name) {
        return new KafkaSinkWriters("test")
                .open(SinkWriterProcess.sink(TOPICS.servers(), name), List.of(column()), "state");
    }

    @Override
    protected List<String> read() {
        return read(topic, "value").stream().map(TestKafkaSinkWriter::text).toList();
    }

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    private static List<String> read(String topic, String... columns) {
        SourceScan scan = scan(topic, "read_committed");
        // Readers see the end of a transaction some milliseconds after its writer.
        while (!scan.parts().equals(scan(topic, "read_uncommitted").parts())) {
            scan = scan(topic, "read_committed");
        }
        return ScannedRows.of(scan, columns).rows();
    }

    private static SourceScan scan(String topic, String isolation) {
        return READERS.open(new SourceDefinition(
                "kafka",
                List.of(),
                Map.of(
                        "kafka.bootstrap.servers",
                        TOPICS.servers(),
                        "kafka.isolation.level",
                        isolation,
                        "subscribe",
                        topic,
                        "includeHeaders",
                        "true"),
                Optional.empty(),
                Settings.DEFAULT));
    }

    @Test
    void columnsOfARecordAreThoseOfSpark() {
        TOPICS.create("sink-other", 2);
        DataType header = new DataType.StructType(
                List.of(new Field("key", Simple.STRING, true), new Field("value", Simple.BINARY, true)));
        List<Field> columns = List.of(
                new Field("headers", new DataType.ArrayType(header, true), true),
                new Field("KEY", Simple.STRING, true),
                new Field("partition", Simple.INT, true),
                new Field("topic", Simple.STRING, true),
                new Field("value", Simple.BINARY, true));
        Object none = Optional.empty();
        try (SinkWriter writer =
                new KafkaSinkWriters("test").open(SinkWriterProcess.sink(TOPICS.servers(), topic), columns, "state")) {
            writer.write(
                    stamp(1),
                    HeapRows.of(
                            columns,
                            List.of(
                                    List.of(
                                            List.of(List.of("h", new byte[] {1}), List.of("i", none)),
                                            "k",
                                            0,
                                            none,
                                            new byte[] {2}),
                                    List.of(none, none, 1, "sink-other", none))));
        }
        assertThat(read(topic, "key", "value", "headers")).containsExactly("6b 02 [{'h',01},{'i',NULL}]");
        assertThat(read("sink-other", "key", "value", "partition", "headers")).containsExactly("NULL NULL 1 NULL");
    }

    @Test
    void writerThatIsKilledNeitherLosesNorRepeats() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        int kills = 0;
        long noted = 0;
        boolean isDone = false;
        while (!isDone) {
            Process process = writerProcess(noted + 1);
            try (BufferedReader out = process.inputReader()) {
                if (kills < KILLS) {
                    // In turns at any instant of its start, and after it has written something.
                    boolean writes = kills % 2 == 0;
                    if (writes) {
                        noted = Long.parseLong(out.readLine());
                    }
                    assertThat(process.waitFor(random.nextInt(writes ? 120 : 1500), TimeUnit.MILLISECONDS))
                            .as("it is killed before its end")
                            .isFalse();
                    process.toHandle().destroyForcibly();
                    kills++;
                }
                noted = out.lines().mapToLong(Long::parseLong).max().orElse(noted);
            }
            isDone = process.waitFor() == 0;
        }
        assertThat(kills).isEqualTo(KILLS);
        List<String> expected = new ArrayList<>();
        for (long commit = 1; commit <= SinkWriterProcess.COMMITS; commit++) {
            for (int row = 0; row < SinkWriterProcess.ROWS; row++) {
                expected.add(SinkWriterProcess.value(commit, row));
            }
        }
        assertThat(read()).isEqualTo(expected);
    }

    private Process writerProcess(long first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SinkWriterProcess.class.getName(),
                        TOPICS.servers(),
                        topic,
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void brokerMayRestartBetweenCommits() {
        try (SinkWriter writer = open()) {
            writer.write(stamp(1), HeapRows.of(column(), List.of("a")));
            TOPICS.broker().kill();
            TOPICS.broker().start();
            List<String> more =
                    IntStream.range(0, 100).mapToObj(Integer::toString).toList();
            writer.write(stamp(2), HeapRows.of(column(), more));
            assertThat(read()).hasSize(101);
        }
    }

    @Test
    void writerOfAnotherRunEndsThisOne() {
        try (SinkWriter old = open();
                SinkWriter other = open()) {
            other.write(stamp(1), HeapRows.of(column(), List.of("a")));
            assertThatThrownBy(() -> old.write(stamp(2), HeapRows.of(column(), List.of("b"))))
                    .isInstanceOf(LeatException.class)
                    .hasMessageContaining("another run writes to the same sink")
                    .extracting(e -> ((LeatException) e).code())
                    .isEqualTo(ErrorCode.IO);
            other.write(stamp(2), HeapRows.of(column(), List.of("c")));
        }
        assertThat(read()).containsExactly("a", "c");
    }

    @Test
    void commitBelowTheLastOneIsOfAnotherState() {
        try (SinkWriter writer = open()) {
            writer.write(stamp(7), HeapRows.of(column(), List.of("a")));
            assertThatThrownBy(() -> writer.write(stamp(2), HeapRows.of(column(), List.of("b"))))
                    .hasMessageContainingAll(
                            "the topic " + topic + " has commit 7 of 2026-01-01T00:00:07Z already",
                            "kafka.transactional.id");
        }
    }

    @Test
    void recordThatIsTooLargeIsALimit() {
        try (SinkWriter writer = open()) {
            assertThatThrownBy(() -> writer.write(stamp(1), HeapRows.of(column(), List.of("a", "b".repeat(2_000_000)))))
                    .hasMessageContaining("kafka.max.request.size")
                    .extracting(e -> ((LeatException) e).code())
                    .isEqualTo(ErrorCode.LIMIT);
        }
        try (SinkWriter writer = open()) {
            writer.write(stamp(1), HeapRows.of(column(), List.of("c")));
        }
        assertThat(read()).containsExactly("c");
    }

    /** A writer that does not wait long for topics. */
    private SinkWriter impatient(List<Field> columns) {
        Map<String, String> options =
                new TreeMap<>(SinkWriterProcess.sink(TOPICS.servers(), topic).options());
        options.put("kafka.max.block.ms", "1000");
        Sink sink = new Sink(RelationName.of("out"), "kafka", options, new SourcePosition("p.sql", 1, 1, 1));
        return new KafkaSinkWriters("test").open(sink, columns, "state");
    }

    @Test
    void topicThatIsMissingEndsTheCommitAtItsFirstRow() {
        List<Field> columns =
                List.of(column(), new Field("topic", Simple.STRING, true), new Field("partition", Simple.INT, true));
        Object none = Optional.empty();
        try (SinkWriter writer = impatient(columns)) {
            // Looked at, the second row would be another error.
            assertThatThrownBy(() -> writer.write(
                            stamp(1),
                            HeapRows.of(columns, List.of(List.of("a", "sink-none", none), List.of("b", none, -1)))))
                    .hasMessageContaining("there is no such topic or partition")
                    .hasMessageContaining("Topic sink-none not present")
                    .extracting(e -> ((LeatException) e).code())
                    .isEqualTo(ErrorCode.SOURCE_NOT_FOUND);
        }
    }

    @Test
    void partitionThatIsMissingIsTold() {
        List<Field> columns = List.of(column(), new Field("partition", Simple.INT, true));
        try (SinkWriter writer = impatient(columns)) {
            assertThatThrownBy(() -> writer.write(stamp(1), HeapRows.of(columns, List.of(List.of("a", 7)))))
                    .hasMessageContaining("there is no such topic or partition")
                    .hasMessageContaining("Partition 7 of topic " + topic + " with partition count 1")
                    .extracting(e -> ((LeatException) e).code())
                    .isEqualTo(ErrorCode.SOURCE_NOT_FOUND);
        }
        try (SinkWriter writer = impatient(columns)) {
            writer.write(stamp(1), HeapRows.of(columns, List.of(List.of("b", 0))));
        }
        assertThat(read()).containsExactly("b");
    }

    @Test
    void partitionBelowNoneIsBadData() {
        List<Field> columns = List.of(column(), new Field("partition", Simple.INT, true));
        try (SinkWriter writer = impatient(columns)) {
            assertThatThrownBy(() ->
                            writer.write(stamp(1), HeapRows.of(columns, List.of(List.of("a", 0), List.of("b", -1)))))
                    .hasMessageContaining("The partition of a record is -1; expected 0 or more, or NULL")
                    .extracting(e -> ((LeatException) e).code())
                    .isEqualTo(ErrorCode.BAD_DATA);
        }
        try (SinkWriter writer = impatient(columns)) {
            writer.write(stamp(1), HeapRows.of(columns, List.of(List.of("c", 0))));
        }
        assertThat(read()).containsExactly("c");
    }

    @Test
    void whatCannotBeReachedIsTold() {
        assertThatThrownBy(() -> open("sink-none"))
                .hasMessageContaining("Cannot open the topic sink-none")
                .hasMessageContaining("no such topic");
        Map<String, String> options = new TreeMap<>(Map.of(
                "kafka.bootstrap.servers", "127.0.0.1:1",
                "topic", "t",
                "kafka.request.timeout.ms", "300",
                "kafka.default.api.timeout.ms", "900"));
        Sink sink = new Sink(RelationName.of("out"), "kafka", options, new SourcePosition("p.sql", 1, 1, 1));
        long start = System.nanoTime();
        assertThatThrownBy(() -> new KafkaSinkWriters("test").open(sink, List.of(column()), "state"))
                .hasMessageContaining("at 127.0.0.1:1: there is no answer in time");
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(5).toNanos());
        options.put("kafka.linger", "5");
        Sink wrong = new Sink(RelationName.of("out"), "kafka", options, new SourcePosition("p.sql", 1, 1, 1));
        assertThatThrownBy(() -> new KafkaSinkWriters("test").open(wrong, List.of(column()), "state"))
                .hasMessageContaining("Unknown option kafka.linger")
                .extracting(e -> ((LeatException) e).code())
                .isEqualTo(ErrorCode.OPTION);
    }
}
