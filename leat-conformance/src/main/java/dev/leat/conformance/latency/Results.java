package dev.leat.conformance.latency;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the results as they are committed, and notes when each came. Thread-safe. */
final class Results implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, "results");
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final Map<String, Latencies> all = new HashMap<>();
    private long count;

    Results(String servers, List<String> topics) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        topics.forEach(topic -> all.put(topic, new Latencies()));
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isStopped.get()) {
            Iterable<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL);
            long now = Load.micros();
            synchronized (all) {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    String value = new String(record.value(), StandardCharsets.UTF_8);
                    long sent = Long.parseLong(value.substring(0, value.indexOf(',')));
                    all.computeIfAbsent(record.topic(), topic -> new Latencies())
                            .add(sent, now - sent);
                    count++;
                }
                all.notifyAll();
            }
        }
    }

    /** Waits until so many have come; whether they have in time. */
    boolean await(long expected, long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        synchronized (all) {
            while (count < expected && System.nanoTime() - end < 0) {
                all.wait(TimeUnit.SECONDS.toMillis(1));
            }
            return count >= expected;
        }
    }

    /** Those of records that were to be sent between two times. */
    Latencies between(String topic, long from, long to) {
        synchronized (all) {
            return all.getOrDefault(topic, new Latencies()).between(from, to);
        }
    }

    @Override
    public void close() throws InterruptedException {
        isStopped.set(true);
        thread.join();
        consumer.close();
    }
}
