package dev.leat.conformance.latency;

import dev.leat.conformance.load.Pace;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records at a rate, each with the time at which it was to be sent: what is late because something is slow is late from that
 * time on.
 */
final class Load implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final Rate rate;
    private long sent;

    /**
     * How many records.
     *
     * @param perSecond in all
     * @param users that they are of
     */
    record Rate(int perSecond, int users) {}

    Load(String servers, String topic, Rate rate) {
        this.topic = topic;
        this.rate = rate;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends for some seconds; the time, in microseconds since 1970, after the last record. */
    @SuppressWarnings("FutureReturnValueIgnored") // What is not sent is missed among the results.
    long run(int seconds) {
        Pace pace = new Pace(rate.perSecond());
        long count = (long) seconds * rate.perSecond();
        for (long i = 0; i < count; i++) {
            String value = "{\"t\": " + pace.await(i) + ", \"user\": \"u" + sent % rate.users() + "\", \"amount\": "
                    + sent % 97 + "}";
            producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
            sent++;
        }
        return pace.after(seconds);
    }

    long sent() {
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }
}
