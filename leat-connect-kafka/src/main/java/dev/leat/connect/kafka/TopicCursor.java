package dev.leat.connect.kafka;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.PositionRange;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of a partition between two offsets, in their order. Some offsets have no record that readers see: those of aborted
 * transactions and of the marks at the end of each transaction. They are passed over. Used by one thread.
 */
final class TopicCursor implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = ClientOptions.ANSWER_MILLIS_MAX * 1_000_000L;

    private final KafkaCluster cluster;
    private final TopicPartition partition;
    private final PositionRange range;
    private final boolean failsOnDataLoss;
    private Optional<KafkaConsumer<byte[], byte[]>> consumer = Optional.empty();
    private Iterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyIterator();
    private long next;
    private long count;
    private boolean works = true;

    /**
     * Stands before the first record; asks no broker.
     *
     * @param failsOnDataLoss whether offsets that the partition does not keep any more are an error; otherwise they are passed over
     */
    TopicCursor(KafkaCluster cluster, TopicPartition partition, PositionRange range, boolean failsOnDataLoss) {
        this.cluster = cluster;
        this.partition = partition;
        this.range = range;
        this.failsOnDataLoss = failsOnDataLoss;
        this.next = range.start();
    }

    String part() {
        return partition.toString();
    }

    /** The next record; empty at the end. */
    Optional<ConsumerRecord<byte[], byte[]>> advance() {
        while (!records.hasNext()) {
            if (next >= range.end()) {
                return Optional.empty();
            }
            poll();
        }
        ConsumerRecord<byte[], byte[]> record = records.next();
        if (record.offset() >= range.end()) {
            records = Collections.emptyIterator();
            return Optional.empty();
        }
        count++;
        return Optional.of(record);
    }

    /** How many records there have been. */
    long count() {
        return count;
    }

    /** Gets more records, or at least gets past offsets that have none; waits for either as long as for any answer. */
    private void poll() {
        String activity = "read " + partition + " from offset " + next;
        try {
            KafkaConsumer<byte[], byte[]> open = open();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            long before = next;
            while (next == before) {
                records = poll(open);
                next = Math.max(before, open.position(partition, POLL.multipliedBy(5)));
                if (next == before && System.nanoTime() - deadline > 0) {
                    throw new LeatException(
                            ErrorCode.IO,
                            "Cannot " + activity + " at " + cluster.servers()
                                    + ": the brokers have sent nothing within "
                                    + ClientOptions.ANSWER_MILLIS_MAX / 1000
                                    + " s, although there are offsets up to " + range.end()
                                    + ". Check whether the brokers run; then run again");
                }
            }
        } catch (RuntimeException e) {
            works = false;
            throw KafkaFailures.convert(e, cluster.servers(), activity);
        }
    }

    private KafkaConsumer<byte[], byte[]> open() {
        if (consumer.isEmpty()) {
            KafkaConsumer<byte[], byte[]> taken = cluster.takeConsumer();
            consumer = Optional.of(taken);
            taken.assign(List.of(partition));
            taken.seek(partition, next);
        }
        return consumer.get();
    }

    private Iterator<ConsumerRecord<byte[], byte[]>> poll(KafkaConsumer<byte[], byte[]> open) {
        try {
            return open.poll(POLL).iterator();
        } catch (OffsetOutOfRangeException e) {
            long first = first(open);
            if (first <= next) {
                throw new LeatException(
                        ErrorCode.IO,
                        "Cannot read " + part() + " from offset " + next + " at " + cluster.servers()
                                + ": the partition has become shorter while it was read. Run again, to read what it holds now",
                        e);
            }
            if (failsOnDataLoss) {
                throw DataLoss.of(part(), next, "the first offset that is kept is " + first);
            }
            open.seek(partition, Math.min(first, range.end()));
            return Collections.emptyIterator();
        }
    }

    private long first(KafkaConsumer<byte[], byte[]> open) {
        Map<TopicPartition, Long> offsets = open.beginningOffsets(List.of(partition));
        return offsets.getOrDefault(partition, range.end());
    }

    @Override
    public void close() {
        consumer.ifPresent(open -> {
            if (works) {
                cluster.giveBack(open);
            } else {
                KafkaCluster.close(open);
            }
        });
        consumer = Optional.empty();
    }
}
