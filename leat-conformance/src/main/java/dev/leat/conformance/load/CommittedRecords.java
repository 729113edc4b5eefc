package dev.leat.conformance.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows topics by a thread of its own, from their beginning on, as a reader sees them that reads what is committed. */
public final class CommittedRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Taker taker;
    private final Thread thread = new Thread(this::run, "committed");
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final Object lock = new Object();
    private long count;
    private Optional<RuntimeException> failure = Optional.empty();

    /** Takes records, one at a time. */
    @FunctionalInterface
    public interface Taker {
        /** Takes one that came at a time, in microseconds since 1970. */
        void take(ConsumerRecord<byte[], byte[]> record, long micros);
    }

    private CommittedRecords(KafkaConsumer<byte[], byte[]> consumer, Taker taker) {
        this.consumer = consumer;
        this.taker = taker;
    }

    /** Begins to follow topics, which have to be there. */
    public static CommittedRecords follow(String servers, List<String> topics, Taker taker) {
        CommittedRecords records = new CommittedRecords(consumer(servers, topics), taker);
        records.thread.start();
        return records;
    }

    /** A consumer at the beginning of all partitions of topics. */
    public static KafkaConsumer<byte[], byte[]> consumer(String servers, List<String> topics) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private void run() {
        try {
            while (!isStopped.get()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                long now = Pace.micros();
                synchronized (lock) {
                    records.forEach(record -> taker.take(record, now));
                    count += records.count();
                    lock.notifyAll();
                }
            }
        } catch (RuntimeException e) {
            synchronized (lock) {
                failure = Optional.of(e);
                lock.notifyAll();
            }
        }
    }

    /**
     * Waits until so many have come; whether they have in time.
     *
     * @throws RuntimeException what the reader or the taker failed with
     */
    public boolean await(long expected, long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        synchronized (lock) {
            while (count < expected && failure.isEmpty() && System.nanoTime() - end < 0) {
                lock.wait(TimeUnit.SECONDS.toMillis(1));
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
            return count >= expected;
        }
    }

    /** Takes no more; what was taken is seen by the caller. */
    @Override
    public void close() throws InterruptedException {
        isStopped.set(true);
        thread.join();
        consumer.close();
    }
}
