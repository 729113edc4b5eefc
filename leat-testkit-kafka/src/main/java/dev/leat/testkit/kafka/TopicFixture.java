package dev.leat.testkit.kafka;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of a broker, as tests make, fill and delete them. What is made or deleted is so for all clients when a method returns. */
public final class TopicFixture implements AutoCloseable {
    /** In place of the number of partitions of a topic that nobody may know of. */
    private static final int DENIED = -2;

    private final KafkaBroker broker;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Topics of the broker that the tests of this process share. */
    public TopicFixture() {
        this(KafkaBroker.shared());
    }

    /** Topics of a broker of one's own, which outlives them. */
    public TopicFixture(KafkaBroker broker) {
        this.broker = broker;
        admin = Admin.create(Map.of("bootstrap.servers", broker.servers()));
        producer = producer(Map.of());
    }

    /** The broker, to be stopped and started. */
    public KafkaBroker broker() {
        return broker;
    }

    /** What clients are to be given as {@code bootstrap.servers}. */
    public String servers() {
        return broker.servers();
    }

    /** A producer with settings of its own. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new TreeMap<>(settings);
        all.put("bootstrap.servers", servers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Makes a topic. */
    public void create(String topic, int partitions) {
        create(topic, partitions, Map.of());
    }

    /** Makes a topic with settings of its own. */
    public void create(String topic, int partitions, Map<String, String> settings) {
        await(() -> admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                .all()
                .get());
        awaitPartitions(topic, partitions);
        awaitLeaders(topic, partitions);
    }

    /** A producer that is refused by a broker that does not lead a partition yet may never send what it holds back. */
    private void awaitLeaders(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            all.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        await(() -> admin.listOffsets(all).all().get());
    }

    /** Gives a topic more partitions. */
    public void grow(String topic, int partitions) {
        await(() -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all()
                .get());
        awaitPartitions(topic, partitions);
        awaitLeaders(topic, partitions);
    }

    /** Deletes a topic, and waits until its name is free. */
    public void delete(String topic) {
        await(() -> admin.deleteTopics(List.of(topic)).all().get());
        awaitPartitions(topic, 0);
    }

    /** The broker knows of changes some milliseconds after they were made. */
    private void awaitPartitions(String topic, int partitions) {
        int found = -1;
        while (found != partitions) {
            try {
                found = admin.describeTopics(Set.of(topic))
                        .allTopicNames()
                        .get()
                        .values()
                        .iterator()
                        .next()
                        .partitions()
                        .size();
            } catch (ExecutionException e) {
                found = e.getCause() instanceof TopicAuthorizationException
                        ? DENIED
                        : e.getCause() instanceof UnknownTopicOrPartitionException ? 0 : -1;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Deletes the records before an offset, as retention does. */
    public void expire(String topic, int partition, long before) {
        await(() -> admin.deleteRecords(
                        Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get());
    }

    /** Takes from everyone the right to know of a topic. */
    public void deny(String topic) {
        AclBinding denied = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", AclOperation.DESCRIBE, AclPermissionType.DENY));
        await(() -> admin.createAcls(List.of(denied)).all().get());
        awaitPartitions(topic, DENIED);
    }

    /** Sends values to a partition, and waits until they are there. */
    public void send(String topic, int partition, String... values) {
        for (String value : values) {
            send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
        }
        producer.flush();
    }

    /** Sends a record, and waits until it is there. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        send(producer, record);
    }

    /** Sends records of any topics in this order, and waits until all are there. */
    public void send(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent =
                records.stream().map(record -> producer.send(record)).toList();
        sent.forEach(record -> await(record::get));
    }

    /** Sends a record by a producer with settings of its own. */
    public static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        await(() -> producer.send(record).get());
    }

    /** Sends a record in a transaction that is aborted once it is there. */
    public static void sendAborted(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        producer.beginTransaction();
        send(producer, record);
        producer.flush();
        producer.abortTransaction();
    }

    /** Sends a record in a transaction of its own. */
    public static void sendCommitted(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        producer.beginTransaction();
        send(producer, record);
        producer.commitTransaction();
    }

    /** A record without a key for the first partition. */
    public static ProducerRecord<byte[], byte[]> record(String topic, String value) {
        return new ProducerRecord<>(topic, 0, null, value.getBytes(StandardCharsets.UTF_8));
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
