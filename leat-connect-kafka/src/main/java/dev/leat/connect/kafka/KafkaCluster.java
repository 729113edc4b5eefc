package dev.leat.connect.kafka;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The clients for one set of brokers and settings, kept from commit to commit. Thread-safe. */
final class KafkaCluster implements AutoCloseable {
    /** For so long after brokers did not answer or let us in, they are not asked again: a commit may have many readers of one source. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** For so long brokers that were not reached are knocked at before they are asked. */
    private static final Duration KNOCKING = Duration.ofMinutes(2);

    private final ClientOptions options;
    private final Duration rest;
    private final Deque<KafkaConsumer<byte[], byte[]>> idle = new ArrayDeque<>();
    private Optional<Admin> admin = Optional.empty();
    private volatile Optional<Unreachable> unreachable = Optional.empty();

    /**
     * Since when brokers have not been reached.
     *
     * @param hasAnswered whether they did not let us in, so that nothing is found out by knocking
     * @param first when that was found out, by the clock of {@link System#nanoTime}
     * @param last when they were last tried
     */
    private record Unreachable(LeatException error, boolean hasAnswered, long first, long last) {
        boolean isWithin(Duration time, long since) {
            return System.nanoTime() - since < time.toNanos();
        }
    }

    KafkaCluster(ClientOptions options) {
        this(options, REST);
    }

    /** With another rest than usual. */
    KafkaCluster(ClientOptions options, Duration rest) {
        this.options = options;
        this.rest = rest;
    }

    String servers() {
        return options.servers();
    }

    /** What the topics hold now. */
    List<TopicPart> parts(Topics topics) {
        requireReachable();
        return ask(topics);
    }

    private synchronized List<TopicPart> ask(Topics topics) {
        String activity = "find the topics of the source";
        try {
            Admin client = admin();
            Set<String> names = new TreeSet<>(names(client, topics));
            activity = "read the offsets of " + String.join(", ", names);
            Map<TopicPartition, String> topicIds = topicIds(client, topics, names);
            // Both are asked for before either is waited for.
            ListOffsetsResult first = offsets(client, topicIds.keySet(), OffsetSpec.earliest());
            ListOffsetsResult end = offsets(client, topicIds.keySet(), OffsetSpec.latest());
            return parts(topicIds, first, end);
        } catch (ExecutionException | InterruptedException | RuntimeException e) {
            throw failed(e, activity);
        }
    }

    private static List<TopicPart> parts(
            Map<TopicPartition, String> topicIds, ListOffsetsResult first, ListOffsetsResult end)
            throws ExecutionException, InterruptedException {
        List<TopicPart> parts = new ArrayList<>();
        for (Map.Entry<TopicPartition, String> topicId : topicIds.entrySet()) {
            TopicPartition partition = topicId.getKey();
            long start = first.partitionResult(partition).get().offset();
            long stop = Math.max(start, end.partitionResult(partition).get().offset());
            parts.add(new TopicPart(partition, topicId.getValue(), start, stop));
        }
        parts.sort(Comparator.comparing((TopicPart part) -> part.partition().topic())
                .thenComparing(part -> part.partition().partition()));
        return parts;
    }

    /**
     * Kafka's client waits long for an answer, and all else that a commit reads would wait with it. So brokers that were not
     * reached are asked again only when one of them takes a connection; or after a while, as there may be others than those named.
     */
    private void requireReachable() {
        Optional<Unreachable> known = unreachable;
        if (known.isEmpty()) {
            return;
        }
        Unreachable failure = known.get();
        boolean rests = failure.isWithin(rest, failure.last());
        boolean isKnockedAt = !failure.hasAnswered() && failure.isWithin(KNOCKING, failure.first());
        if (rests || (isKnockedAt && !BrokerAddresses.anyAccepts(servers()))) {
            long last = rests ? failure.last() : System.nanoTime();
            unreachable = Optional.of(new Unreachable(failure.error(), failure.hasAnswered(), failure.first(), last));
            throw new LeatException(failure.error().diagnostics());
        }
        unreachable = Optional.empty();
    }

    private LeatException failed(Exception e, String activity) {
        LeatException error = KafkaFailures.convert(e, servers(), activity);
        if (KafkaFailures.concernsAll(e)) {
            long now = System.nanoTime();
            unreachable = Optional.of(new Unreachable(error, KafkaFailures.isRefused(e), now, now));
        }
        return error;
    }

    private Admin admin() {
        if (admin.isEmpty()) {
            admin = Optional.of(Admin.create(options.forAdmin()));
        }
        return admin.get();
    }

    private static Set<String> names(Admin client, Topics topics) throws ExecutionException, InterruptedException {
        if (topics instanceof Topics.Named named) {
            return Set.copyOf(named.names());
        }
        if (topics instanceof Topics.Assigned assigned) {
            return assigned.partitions().keySet();
        }
        Set<String> fitting = new TreeSet<>(client.listTopics().names().get());
        fitting.removeIf(
                name -> !((Topics.Fitting) topics).pattern().matcher(name).matches());
        return fitting;
    }

    private Map<TopicPartition, String> topicIds(Admin client, Topics topics, Set<String> names)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, String> ids = new HashMap<>();
        if (names.isEmpty()) {
            return ids;
        }
        for (Map.Entry<String, KafkaFuture<TopicDescription>> described :
                client.describeTopics(names).topicNameValues().entrySet()) {
            TopicDescription topic = require(described.getKey(), described.getValue());
            for (TopicPartitionInfo partition : topic.partitions()) {
                boolean isRead = !(topics instanceof Topics.Assigned assigned)
                        || assigned.partitions()
                                .getOrDefault(topic.name(), Set.of())
                                .contains(partition.partition());
                if (isRead) {
                    ids.put(
                            new TopicPartition(topic.name(), partition.partition()),
                            topic.topicId().toString());
                }
            }
        }
        if (topics instanceof Topics.Assigned assigned) {
            assigned.partitions()
                    .forEach((topic, numbers) -> numbers.forEach(number -> {
                        if (!ids.containsKey(new TopicPartition(topic, number))) {
                            throw new LeatException(
                                    ErrorCode.SOURCE_NOT_FOUND,
                                    "The topic " + topic + " at " + servers() + " has no partition " + number
                                            + ", which the option assign names");
                        }
                    }));
        }
        return ids;
    }

    private TopicDescription require(String topic, KafkaFuture<TopicDescription> described)
            throws ExecutionException, InterruptedException {
        try {
            return described.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new LeatException(
                        ErrorCode.SOURCE_NOT_FOUND,
                        "There is no topic " + topic + " at " + servers()
                                + "; create it, or mend the option that names it",
                        e);
            }
            throw e;
        }
    }

    private ListOffsetsResult offsets(Admin client, Set<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        return client.listOffsets(asked, new ListOffsetsOptions(isolation()));
    }

    private IsolationLevel isolation() {
        String level = options.find(ConsumerConfig.ISOLATION_LEVEL_CONFIG).orElse("read_committed");
        return level.toLowerCase(Locale.ROOT).equals("read_uncommitted")
                ? IsolationLevel.READ_UNCOMMITTED
                : IsolationLevel.READ_COMMITTED;
    }

    /** A consumer that nobody else uses until it is given back or closed. */
    KafkaConsumer<byte[], byte[]> takeConsumer() {
        synchronized (this) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        try {
            return new KafkaConsumer<>(options.forConsumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (RuntimeException e) {
            throw KafkaFailures.convert(e, servers(), "open a consumer");
        }
    }

    /** Closes a consumer without waiting for brokers: it is in no group that would have to know. */
    @SuppressWarnings(
            "deprecation") // A Spark that has its own connector has an older client, without what replaces this.
    static void close(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.close(Duration.ZERO);
    }

    /** Gives back a consumer that works. */
    synchronized void giveBack(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.assign(List.of());
        idle.push(consumer);
    }

    @Override
    public synchronized void close() {
        admin.ifPresent(client -> client.close(Duration.ZERO));
        admin = Optional.empty();
        idle.forEach(KafkaCluster::close);
        idle.clear();
    }
}
