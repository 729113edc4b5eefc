package dev.leat.connect.kafka;

import dev.leat.error.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The settings of Kafka's client among the options of a source or sink: {@code kafka.…}.
 *
 * @param settings by their names without the prefix
 */
record ClientOptions(Map<String, String> settings) {
    static final String PREFIX = "kafka.";

    /** How long anything may take that needs an answer of the brokers. */
    static final int ANSWER_MILLIS_MAX = 15_000;

    private static final int REQUEST_MILLIS_MAX = 5_000;
    private static final int RECONNECT_MILLIS_MAX = 1_000;
    private static final int FETCH_WAIT_MILLIS = 5;
    private static final String SERVERS = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    /** What would change what we rely on. */
    private static final Set<String> OURS = Set.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            "interceptor.classes");

    ClientOptions {
        settings = Map.copyOf(new TreeMap<>(settings));
    }

    static boolean isClientOption(String option) {
        return option.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** The settings of a consumer; what is wrong is added to the problems. */
    static ClientOptions ofConsumer(Map<String, String> options, List<String> problems) {
        return of(options, ConsumerConfig.configDef(), problems);
    }

    /** The settings of a producer; what is wrong is added to the problems. */
    static ClientOptions ofProducer(Map<String, String> options, List<String> problems) {
        return of(options, ProducerConfig.configDef(), problems);
    }

    private static ClientOptions of(Map<String, String> options, ConfigDef known, List<String> problems) {
        Map<String, String> settings = new TreeMap<>();
        new TreeMap<>(options).forEach((option, value) -> {
            if (isClientOption(option)) {
                String name = option.substring(PREFIX.length());
                settings.put(name, value);
                findProblem(name, known.names()).ifPresent(problems::add);
            }
        });
        for (ConfigValue checked : known.validate(settings)) {
            if (settings.containsKey(checked.name())) {
                checked.errorMessages()
                        .forEach(wrong -> problems.add("Option " + PREFIX + checked.name() + ": " + wrong));
            }
        }
        problems.addAll(serverProblems(Optional.ofNullable(settings.get(SERVERS))));
        return new ClientOptions(settings);
    }

    private static Optional<String> findProblem(String name, Set<String> known) {
        if (OURS.contains(name)) {
            return Optional.of("Option " + PREFIX + name + " cannot be set: Leat relies on its own value; remove it");
        }
        if (!known.contains(name) && !AdminClientConfig.configNames().contains(name)) {
            return Optional.of("Unknown option " + PREFIX + name + ": Kafka's client has no setting " + name
                    + NearestName.hint(name, new TreeSet<>(known)));
        }
        return Optional.empty();
    }

    private static List<String> serverProblems(Optional<String> servers) {
        String example = "; write OPTIONS ('kafka.bootstrap.servers' 'host:9092', …)";
        if (servers.isEmpty()) {
            return List.of("The option kafka.bootstrap.servers is missing" + example);
        }
        List<String> problems = new ArrayList<>();
        for (String server : servers.get().split(",", -1)) {
            if (!server.strip().matches("([^\\s:/,]+|\\[[0-9a-fA-F:.%]+]):\\d{1,5}")) {
                problems.add("Option kafka.bootstrap.servers is " + servers.get() + ", expected host:port, not '"
                        + server.strip() + "'");
            }
        }
        return problems;
    }

    String servers() {
        return settings.getOrDefault(SERVERS, "");
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    Map<String, Object> forAdmin() {
        Map<String, Object> config = common();
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS_MAX);
        putKnown(config, AdminClientConfig.configNames());
        return config;
    }

    Map<String, Object> forConsumer() {
        Map<String, Object> config = common();
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS_MAX);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        // Only what is there is read. A fetch that was sent ahead and waits for more holds up the next reading of the
        // same consumer.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        putKnown(config, ConsumerConfig.configNames());
        return config;
    }

    Map<String, Object> forProducer() {
        Map<String, Object> config = common();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MILLIS_MAX);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * ANSWER_MILLIS_MAX);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        putKnown(config, ProducerConfig.configNames());
        return config;
    }

    private static Map<String, Object> common() {
        Map<String, Object> config = new TreeMap<>();
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS_MAX);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS_MAX);
        // Nobody asks for these, and a start would pay for them.
        config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return config;
    }

    private void putKnown(Map<String, Object> config, Set<String> known) {
        settings.forEach((name, value) -> {
            if (known.contains(name)) {
                config.put(name, value);
            }
        });
    }
}
