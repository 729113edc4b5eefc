package dev.leat.conformance.latency;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records at a rate, each with the time at which it was to be sent: what is late because something is slow is late from that
 * time on.
 */
final class Load implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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
        long startMicros = micros();
        long startNanos = System.nanoTime();
        long count = (long) seconds * rate.perSecond();
        for (long i = 0; i < count; i++) {
            long due = i * TimeUnit.SECONDS.toNanos(1) / rate.perSecond();
            while (System.nanoTime() - startNanos < due) {
                LockSupport.parkNanos(TICK_NANOS);
            }
            String value = "{\"t\": " + (startMicros + due / 1000) + ", \"user\": \"u" + sent % rate.users()
                    + "\", \"amount\": " + sent % 97 + "}";
            producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
            sent++;
        }
        return startMicros + TimeUnit.SECONDS.toMicros(seconds);
    }

    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    long sent() {
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }
}
