package dev.leat.cli;

import dev.leat.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of the shared broker, with one partition at first. */
final class Topics implements AutoCloseable {
    private final KafkaBroker broker;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    Topics() {
        this(KafkaBroker.shared());
    }

    Topics(KafkaBroker broker) {
        this.broker = broker;
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.servers());
        admin = Admin.create(settings);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    String servers() {
        return broker.servers();
    }

    void create(String topic) {
        await(() -> admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                .all()
                .get());
        awaitExistence(topic, true);
    }

    void delete(String topic) {
        await(() -> admin.deleteTopics(List.of(topic)).all().get());
        awaitExistence(topic, false);
    }

    private void awaitExistence(String topic, boolean isThere) {
        boolean found = !isThere;
        while (found != isThere) {
            try {
                found = !admin.describeTopics(Set.of(topic))
                        .allTopicNames()
                        .get()
                        .isEmpty();
            } catch (ExecutionException e) {
                found = false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void grow(String topic, int partitions) {
        await(() -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all()
                .get());
    }

    void restartBroker() {
        broker.kill();
        broker.start();
    }

    /** Deletes the records before an offset. */
    void expire(String topic, long before) {
        await(() -> admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
                .all()
                .get());
    }

    void send(String topic, String... values) {
        for (String value : values) {
            await(() -> producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)))
                    .get());
        }
    }

    void sendTo(String topic, int partition, String value) {
        await(() -> producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)))
                .get());
    }

    private interface Work {
        Object run() throws ExecutionException, InterruptedException;
    }

    private static void await(Work work) {
        try {
            work.run();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
