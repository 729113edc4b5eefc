package dev.leat.conformance.kill;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows with numbers from 1 on, each once: to a log that is cut in the middle of lines, grows, and is rotated, and to
 * a topic. Rows go on while others are killed.
 */
final class Feed implements AutoCloseable {
    private static final int ROWS_MAX = 20;
    private static final int PAUSE_MILLIS_MAX = 40;
    private static final int ROTATION = 100;
    private static final int WORDS = 50;

    private final Path folder;
    private final String topic;
    private final Random random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::run, "feed");
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private long last;
    private long sum;
    private int files;
    private OutputStream log;
    private String unwritten = "";

    /** What was written. */
    record Written(long rows, long sum) {}

    Feed(Path folder, String servers, String topic, long seed) throws IOException {
        this.folder = folder;
        this.topic = topic;
        this.random = new Random(seed);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all", "delivery.timeout.ms", "600000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Files.createDirectories(folder);
        this.log = open();
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(folder.resolve("app.csv"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!isStopped.get()) {
                if (random.nextBoolean()) {
                    send();
                } else {
                    write();
                }
                Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
            }
        } catch (IOException e) {
            failure = Optional.of(new UncheckedIOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback is told of failures.
    private void send() {
        for (int row = random.nextInt(ROWS_MAX); row > 0; row--) {
            String value = "{\"id\": " + next() + ", \"word\": \"w" + last % WORDS + "\"}";
            producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)), this::sent);
        }
    }

    private void sent(RecordMetadata record, @Nullable Exception e) {
        if (e != null) {
            failure = Optional.of(new IllegalStateException("a record was not sent", e));
        }
    }

    private long next() {
        last++;
        sum += last;
        return last;
    }

    private void write() throws IOException {
        StringBuilder lines = new StringBuilder(unwritten);
        for (int row = random.nextInt(ROWS_MAX); row > 0; row--) {
            lines.append(next()).append(",w").append(last % WORDS).append('\n');
        }
        int end = random.nextInt(3) == 0 ? random.nextInt(lines.length() + 1) : lines.length();
        log.write(lines.substring(0, end).getBytes(StandardCharsets.UTF_8));
        unwritten = lines.substring(end);
        if (random.nextInt(ROTATION) == 0) {
            // As a log is: the file has another name before its writer lets go of it.
            Files.move(folder.resolve("app.csv"), folder.resolve("app-" + files++ + ".csv"));
            log.write(unwritten.getBytes(StandardCharsets.UTF_8));
            unwritten = "";
            log.close();
            log = open();
        }
    }

    /** Ends the writing, with all that is begun. */
    Written finish() throws IOException, InterruptedException {
        isStopped.set(true);
        thread.join();
        log.write(unwritten.getBytes(StandardCharsets.UTF_8));
        unwritten = "";
        log.close();
        producer.flush();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return new Written(last, sum);
    }

    @Override
    public void close() throws IOException {
        isStopped.set(true);
        log.close();
        producer.close();
    }
}
