package dev.leat.conformance.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The rows {@code NUMBER,wWORD} that are at one place, by their numbers: which are missing, there twice, or not whole. */
public final class Delivered {
    private static final Pattern ROW = Pattern.compile("(\\d+),w\\d+");
    private static final Duration POLL = Duration.ofMillis(500);

    private final BitSet seen = new BitSet();
    private long count;
    private long sum;
    private long repeated;
    private long torn;

    /** Takes a row as it is found. */
    public void add(String row) {
        var matcher = ROW.matcher(row);
        if (!matcher.matches()) {
            torn++;
            return;
        }
        int id = Integer.parseInt(matcher.group(1));
        if (seen.get(id)) {
            repeated++;
        }
        seen.set(id);
        count++;
        sum += id;
    }

    /** Rows of a query's answer, as CSV with a header. */
    public static Delivered inAnswer(String csv) {
        Delivered delivered = new Delivered();
        csv.lines().skip(1).forEach(delivered::add);
        return delivered;
    }

    /** Rows in the files of a sink. */
    public static Delivered inFiles(Path folder) throws IOException {
        Delivered delivered = new Delivered();
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> listed = Files.list(folder)) {
                listed.filter(file -> !file.getFileName().toString().startsWith("."))
                        .forEach(files::add);
            }
        }
        for (Path file : files) {
            String text = Files.readString(file);
            text.lines().forEach(delivered::add);
            delivered.torn += text.isEmpty() || text.endsWith("\n") ? 0 : 1;
        }
        return delivered;
    }

    /** Rows of a topic, as a reader sees them that reads what is committed. */
    public static Delivered inTopic(String servers, String topic) {
        Delivered delivered = new Delivered();
        forEach(servers, topic, record -> delivered.add(text(record.value())));
        return delivered;
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static void forEach(String servers, String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        try (KafkaConsumer<byte[], byte[]> consumer = CommittedRecords.consumer(servers, List.of(topic))) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(taker);
            }
        }
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return seen.isEmpty();
    }

    /** How many rows there are, and the sum of their numbers. */
    public String sums() {
        return count + "," + sum;
    }

    /** The rows that another place does not have. */
    public long ahead(Delivered other) {
        BitSet ahead = (BitSet) seen.clone();
        ahead.andNot(other.seen);
        return ahead.cardinality();
    }

    /** How many of so many rows are not there. */
    public long lost(long all) {
        return all - seen.cardinality();
    }

    /** Rows that are there once more than they should be. */
    public long repeated() {
        return repeated;
    }

    /** Rows that are not whole, or are none. */
    public long torn() {
        return torn;
    }
}
