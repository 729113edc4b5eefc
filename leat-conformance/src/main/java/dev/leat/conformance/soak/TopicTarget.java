package dev.leat.conformance.soak;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic that is fed, each row once, whatever becomes of the broker meanwhile. */
final class TopicTarget implements Feed.Target {
    private static final String PATIENCE_MILLIS = "600000";

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private volatile Optional<Exception> failure = Optional.empty();

    TopicTarget(String servers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "acks",
                        "all",
                        "linger.ms",
                        "5",
                        "max.block.ms",
                        PATIENCE_MILLIS,
                        "delivery.timeout.ms",
                        PATIENCE_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The callback is told of failures.
    public void write(String text) {
        producer.send(new ProducerRecord<>(topic, text.getBytes(StandardCharsets.UTF_8)), this::sent);
        requireSuccess();
    }

    private void sent(RecordMetadata record, @Nullable Exception e) {
        failure = failure.or(() -> Optional.ofNullable(e));
    }

    private void requireSuccess() {
        failure.ifPresent(e -> {
            throw new IllegalStateException("a record was not sent", e);
        });
    }

    @Override
    public void close() {
        producer.close();
        requireSuccess();
    }
}
