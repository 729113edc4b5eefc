package dev.leat.connect.kafka;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.QueryResult;
import dev.leat.spi.SinkWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes each commit as one transaction of Kafka's, exactly once for readers of what is committed.
 *
 * <p>In the transaction with the rows, the number of the commit becomes the offset of a consumer group at partition 0 of the
 * sink's topic, and its time the offset's metadata. A writer that opens takes over the transactional id: a transaction of an earlier writer, which may have been
 * killed, is then brought to its end, one way or the other, and that writer can do nothing more. So the offset read after that
 * is the number of the last commit which readers see, and the same commit is not written twice. What is left open after an
 * error, such as a commit without an answer, is settled in the same way by the next writer.
 */
final class KafkaSinkWriter implements SinkWriter {
    static final Guarantee GUARANTEE = Guarantee.EXACTLY_ONCE;

    /** Longer than most commits take to be sent, and the most that readers wait for a writer that is gone. */
    private static final int TRANSACTION_MILLIS_MAX = 300_000;

    private final KafkaSink sink;
    private final SinkColumns columns;
    private final KafkaProducer<byte[], byte[]> producer;
    /** What the transactions write the numbers of commits to. */
    private final ConsumerGroupMetadata group;

    private Optional<OffsetAndMetadata> delivered;

    private KafkaSinkWriter(KafkaSink sink, SinkColumns columns, KafkaProducer<byte[], byte[]> producer, Group group) {
        this.sink = sink;
        this.columns = columns;
        this.producer = producer;
        this.group = group.metadata();
        this.delivered = group.last();
    }

    private record Group(ConsumerGroupMetadata metadata, Optional<OffsetAndMetadata> last) {}

    /** Ends what earlier writers have left, then reads what has come of it. */
    static KafkaSinkWriter open(KafkaSink sink, SinkColumns columns) {
        try (Admin admin = Admin.create(sink.client().forAdmin())) {
            admin.describeTopics(List.of(sink.topic())).allTopicNames().get();
            KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(producerSettings(sink), new ByteArraySerializer(), new ByteArraySerializer());
            try {
                producer.initTransactions();
                FaultPoint.TOPIC_OPENED.reach();
                return new KafkaSinkWriter(sink, columns, producer, readGroup(sink));
            } catch (RuntimeException e) {
                producer.close(Duration.ZERO);
                throw e;
            }
        } catch (ExecutionException | InterruptedException | RuntimeException e) {
            throw convert(sink, e, "open the topic " + sink.topic());
        }
    }

    private static TopicPartition place(KafkaSink sink) {
        return new TopicPartition(sink.topic(), 0);
    }

    private static Map<String, Object> producerSettings(KafkaSink sink) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS_MAX);
        settings.putAll(sink.client().forProducer());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, sink.writer());
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return settings;
    }

    /** Reads the number of the last commit. The consumer is one of the group, and reads nothing else. */
    private static Group readGroup(KafkaSink sink) {
        Map<String, Object> settings = sink.client().forConsumer();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, sink.writer());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, OffsetAndMetadata> offsets = consumer.committed(Set.of(place(sink)));
            return new Group(consumer.groupMetadata(), Optional.ofNullable(offsets.get(place(sink))));
        }
    }

    @Override
    public Guarantee guarantee() {
        return GUARANTEE;
    }

    @Override
    public void write(CommitStamp commit, QueryResult rows) {
        OffsetAndMetadata mark =
                new OffsetAndMetadata(commit.number(), commit.published().toString());
        if (delivered.filter(last -> last.offset() >= mark.offset()).isPresent()) {
            requireSame(mark, delivered.get());
            return;
        }
        try {
            producer.beginTransaction();
            send(rows);
            FaultPoint.TOPIC_ROWS_SENT.reach();
            producer.sendOffsetsToTransaction(Map.of(place(sink), mark), group);
            FaultPoint.TOPIC_NUMBER_SENT.reach();
            producer.commitTransaction();
            delivered = Optional.of(mark);
        } catch (LeatException e) {
            abort(e);
            throw e;
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw convert(sink, e, "write commit " + commit.number() + " to the topic " + sink.topic());
        }
    }

    /** The numbers of commits grow, so a lower one is that of another state, whose rows the sink does not have; so is one of another time. */
    private void requireSame(OffsetAndMetadata commit, OffsetAndMetadata last) {
        boolean isSame = last.offset() == commit.offset()
                && (last.metadata().isEmpty() || last.metadata().equals(commit.metadata()));
        if (!isSame) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "Cannot write commit " + commit.offset() + " to the sink " + sink.name() + ": the topic "
                            + sink.topic()
                            + " has commit " + last.offset()
                            + (last.metadata().isEmpty() ? "" : " of " + last.metadata())
                            + " already, so it was written from another state of the project, or this state was put back"
                            + " to an older copy. Give the sink another option kafka.transactional.id to write to it from"
                            + " this one, too");
        }
    }

    private void send(QueryResult rows) {
        AtomicReference<@Nullable Exception> first = new AtomicReference<>();
        for (int count = rows.next(); count > 0; count = rows.next()) {
            for (int row = 0; row < count; row++) {
                var unused = producer.send(columns.record(rows, row, sink.topic()), (metadata, error) -> {
                    if (error != null) {
                        first.compareAndSet(null, error);
                    }
                });
                // After each, since each waits long for a topic that is not there.
                Optional.ofNullable(first.get()).ifPresent(error -> {
                    throw new KafkaException(error);
                });
            }
        }
    }

    /** Takes back what was sent, after an error that is not the brokers': nobody has to wait for the end of the transaction. */
    private void abort(LeatException error) {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
    }

    private static LeatException convert(KafkaSink sink, Exception e, String activity) {
        Throwable cause = e instanceof KafkaException && e.getCause() instanceof KafkaException inner ? inner : e;
        return KafkaFailures.convert(cause, sink.client().servers(), activity);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
