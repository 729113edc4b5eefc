package dev.leat.conformance.latency;

import dev.leat.conformance.load.WatchedRun;
import dev.leat.testkit.kafka.KafkaBroker;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long it takes from the time at which a record was to be sent to a topic until a reader of what is committed has its results
 * from two others: a projection, and a join with a table of users, while counts by key and window are kept beside them. Leat is a process of its own; the broker is, too, on the same
 * machine.
 */
public final class LatencyRun {
    private static final int PARTITIONS = 2;
    private static final int USERS = 1000;
    private static final int WARM_UP_SECONDS = 20;
    private static final long LAST_RESULTS_SECONDS = 60;
    private static final List<String> RESULTS = List.of("projected", "joined");

    private LatencyRun() {}

    /** Arguments: the folder to work in, the launcher, {@code --rates R,…}, {@code --seconds S}, {@code --commit-time M}. */
    public static void main(String[] arguments) throws Exception {
        List<Integer> rates = List.of(1_000, 5_000, 10_000, 20_000);
        int seconds = 60;
        int commitMillis = 20;
        for (int i = 2; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--rates" ->
                    rates = Arrays.stream(value.split(",", -1))
                            .map(Integer::valueOf)
                            .toList();
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--commit-time" -> commitMillis = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Path folder = Path.of(arguments[0]);
        List<String> lines = new ArrayList<>();
        for (int rate : rates) {
            Path place = Files.createDirectories(folder.resolve("rate-" + rate));
            try (KafkaBroker broker = KafkaBroker.start(place.resolve("broker"))) {
                lines.addAll(
                        measure(place, broker, List.of(arguments[1], String.valueOf(commitMillis)), rate, seconds));
            }
        }
        lines.forEach(System.out::println);
    }

    private static List<String> measure(Path folder, KafkaBroker broker, List<String> launch, int rate, int seconds)
            throws IOException, InterruptedException {
        try (TopicFixture topics = new TopicFixture(broker)) {
            topics.create("events", PARTITIONS);
            RESULTS.forEach(result -> topics.create(result, PARTITIONS));
        }
        WatchedRun leat = start(folder, broker, launch);
        try (Results results = new Results(broker.servers(), RESULTS)) {
            Load load = new Load(broker.servers(), "events", new Load.Rate(rate, USERS));
            long from = load.run(WARM_UP_SECONDS);
            long to = load.run(seconds);
            load.close();
            boolean isAll = results.await(load.sent() * RESULTS.size(), LAST_RESULTS_SECONDS);
            List<String> lines = new ArrayList<>();
            for (String result : RESULTS) {
                Latencies found = results.between(result, from, to);
                lines.add(String.format(
                        "%d/s, %s: %s, %.0f results/s%s",
                        rate, result, found, found.count() / (double) seconds, isAll ? "" : ", not all came in time"));
            }
            lines.forEach(System.out::println);
            return lines;
        } finally {
            leat.end();
        }
    }

    private static WatchedRun start(Path folder, KafkaBroker broker, List<String> launch) throws IOException {
        StringBuilder users = new StringBuilder();
        for (int i = 0; i < USERS; i++) {
            users.append("u").append(i).append(",g").append(i % 7).append('\n');
        }
        Files.writeString(folder.resolve("users.csv"), users);
        Path project = Files.writeString(folder.resolve("p.sql"), """
                CREATE TABLE events (t BIGINT, user STRING, amount INT) USING kafka
                OPTIONS ('kafka.bootstrap.servers' '%1$s', subscribe 'events', 'value.format' 'json');
                CREATE TABLE users (user STRING, class STRING) USING csv OPTIONS (path 'users.csv');
                CREATE STREAMING TABLE counts AS
                SELECT window.start AS second, user, count(*) AS n, sum(amount) AS amount
                FROM (SELECT timestamp_micros(t) AS at, user, amount FROM STREAM(events)) WATERMARK at DELAY OF INTERVAL 10 SECONDS
                WHERE amount > 10 GROUP BY window(at, '10 seconds'), user;
                CREATE SINK projected USING kafka OPTIONS ('kafka.bootstrap.servers' '%1$s', topic 'projected');
                CREATE FLOW f AS INSERT INTO projected BY NAME
                SELECT user AS key, concat(t, ',', amount * 2) AS value FROM STREAM(events);
                CREATE SINK joined USING kafka OPTIONS ('kafka.bootstrap.servers' '%1$s', topic 'joined');
                CREATE FLOW g AS INSERT INTO joined BY NAME
                SELECT e.user AS key, concat(e.t, ',', u.class) AS value FROM STREAM(events) AS e JOIN users AS u ON e.user = u.user;
                """.formatted(broker.servers()));
        return WatchedRun.start(
                List.of(
                        launch.get(0),
                        "run",
                        project.toString(),
                        "--watch",
                        "--interval",
                        "20",
                        "--commit-time",
                        launch.get(1)),
                folder.resolve("err.txt"));
    }
}
