package dev.leat.conformance.latency;

import dev.leat.conformance.load.CommittedRecords;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the results as they are committed, and notes when each came. Thread-safe. */
final class Results implements AutoCloseable {
    private final Map<String, Latencies> all = new HashMap<>();
    private final CommittedRecords records;

    Results(String servers, List<String> topics) {
        topics.forEach(topic -> all.put(topic, new Latencies()));
        records = CommittedRecords.follow(servers, topics, this::take);
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> record, long micros) {
        String value = new String(record.value(), StandardCharsets.UTF_8);
        long sent = Long.parseLong(value.substring(0, value.indexOf(',')));
        all.computeIfAbsent(record.topic(), topic -> new Latencies()).add(sent, micros - sent);
    }

    /** Waits until so many have come; whether they have in time. */
    boolean await(long expected, long seconds) throws InterruptedException {
        return records.await(expected, seconds);
    }

    /** Those of records that were to be sent between two times. */
    synchronized Latencies between(String topic, long from, long to) {
        return all.getOrDefault(topic, new Latencies()).between(from, to);
    }

    @Override
    public void close() throws InterruptedException {
        records.close();
    }
}
