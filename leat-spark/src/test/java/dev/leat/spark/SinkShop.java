package dev.leat.spark;

import dev.leat.connect.kafka.KafkaSinkWriters;
import dev.leat.pipeline.Pipeline;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.QueryResult;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SinkWriters;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A shop whose orders go into a folder each, as lines of their totals do, and into a topic. */
final class SinkShop {
    static final String TOPIC = "orders_kept";

    private static final String DEFINITIONS = """
            CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(orders) WHERE amount >= 0;
            CREATE MATERIALIZED VIEW totals AS SELECT customer, count(*) AS n, sum(amount) AS total FROM kept GROUP BY customer;
            CREATE SINK added USING csv OPTIONS (path 'OUT/added');
            CREATE FLOW adding AS INSERT INTO added BY NAME SELECT * FROM STREAM(kept);
            CREATE SINK sums USING json OPTIONS (path 'OUT/sums');
            CREATE FLOW summing AS INSERT INTO sums BY NAME SELECT * FROM totals;
            CREATE FLOW counting AS INSERT INTO sums BY NAME SELECT count(*) AS n FROM kept;
            """;
    private static final String TOPIC_SINK = """
            CREATE SINK sent USING kafka OPTIONS ('kafka.bootstrap.servers' 'SERVERS', topic 'TOPIC');
            CREATE FLOW sending AS INSERT INTO sent BY NAME
              SELECT CAST(id AS STRING) AS key, concat_ws(',', id, customer, amount) AS value FROM STREAM(kept);
            """;

    private SinkShop() {}

    /**
     * Its definitions.
     *
     * @param servers of the topic; none if they are empty
     */
    static Pipeline pipeline(Shop shop, Path folder, String servers) {
        String topic =
                servers.isEmpty() ? "" : TOPIC_SINK.replace("SERVERS", servers).replace("TOPIC", TOPIC);
        return shop.pipeline(DEFINITIONS.replace("OUT", out(folder).toString()) + topic);
    }

    /** Where its folders are. */
    static Path out(Path folder) {
        return folder.resolve("out");
    }

    /** Becomes the writer of its warehouse, even if another one lives. */
    static SparkEngine open(Shop shop) {
        return open(shop, writers());
    }

    /** Its writers of topics. */
    static SinkWriters writers() {
        return new KafkaSinkWriters("shop");
    }

    /** The same with other writers. */
    static SparkEngine open(Shop shop, SinkWriters writers) {
        return SparkEngine.open(
                LocalSpark.session(),
                new SparkEngine.Options(
                        shop.warehouse().toUri().toString(),
                        UUID.randomUUID().toString(),
                        Clock.systemUTC(),
                        Duration.ZERO),
                writers);
    }

    /** The values that a reader of the topic sees that reads only what is committed, in their order, once no transaction is open. */
    static List<String> sent(String servers) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<String, String> consumer = consumer(servers, "read_committed");
                KafkaConsumer<String, String> all = consumer(servers, "read_uncommitted")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = end(all, partition);
            // Readers see the end of a transaction some milliseconds after its writer.
            while (end(consumer, partition) < end) {
                Thread.onSpinWait();
            }
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    private static KafkaConsumer<String, String> consumer(String servers, String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static long end(KafkaConsumer<String, String> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).values().iterator().next();
    }

    /** Writers of which one answers, after it has written, that it may or may not have. */
    static SinkWriters withoutAnswer(SinkWriters writers, Runnable failure) {
        return (sink, columns, state) -> {
            SinkWriter writer = writers.open(sink, columns, state);
            return new SinkWriter() {
                @Override
                public Guarantee guarantee() {
                    return writer.guarantee();
                }

                @Override
                public void write(CommitStamp commit, QueryResult rows) {
                    writer.write(commit, rows);
                    failure.run();
                }

                @Override
                public void close() {
                    writer.close();
                }
            };
        };
    }
}
