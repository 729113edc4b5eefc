package dev.leat.connect.kafka;

import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.SourceScan;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.testkit.TestSourceScanContract;
import dev.leat.testkit.kafka.TopicFixture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/** Topics as every source is. */
final class TestKafkaScan extends TestSourceScanContract {
    private static final TopicFixture TOPICS = new TopicFixture();
    private static final KafkaReaders READERS = new KafkaReaders(new SparkRecordParsers());
    private static int topics;

    private String topic = "";
    private final Set<Integer> partitions = new TreeSet<>();

    @BeforeEach
    void name() {
        topic = "scanned-" + topics++;
    }

    @AfterAll
    static void disconnect() {
        READERS.close();
        TOPICS.close();
    }

    @Override
    protected SourceScan open() {
        return READERS.open(new SourceDefinition(
                "kafka",
                List.of(),
                Map.of("kafka.bootstrap.servers", TOPICS.servers(), "subscribe", topic),
                Optional.empty(),
                Settings.DEFAULT));
    }

    @Override
    protected void add(int part, List<String> records) {
        if (partitions.isEmpty()) {
            TOPICS.create(topic, part + 1);
        } else if (!partitions.contains(part)) {
            TOPICS.grow(topic, part + 1);
        }
        partitions.add(part);
        TOPICS.send(topic, part, new ArrayList<>(records).toArray(String[]::new));
    }

    @Override
    protected String column() {
        return "value";
    }

    @Override
    protected String shown(String record) {
        return HexFormat.of().formatHex(record.getBytes(StandardCharsets.UTF_8));
    }
}
