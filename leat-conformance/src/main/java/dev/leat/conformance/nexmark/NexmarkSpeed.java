package dev.leat.conformance.nexmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each query of Nexmark costs, in seconds of the processor: on Leat, whose sources grow by a piece before each commit, and
 * on Flink's SQL, which reads the same events as bounded streams. Each has one process for all queries, in which another query
 * ran first, and two threads; the start of the process and what compiles the queries do not count.
 */
public final class NexmarkSpeed {
    private static final String GROWING = "events";

    /** What a query reads from besides its own datasets, in their order. */
    private static final Map<String, List<String>> BELOW = Map.of(
            "q04_average_price", List.of("auction_bids"),
            "q05_hot_items", List.of("auction_bid_counts"),
            "q06_average_price_by_seller", List.of("auction_bids", "winning_bids"),
            "q09_winning_bids", List.of("auction_bids", "winning_bids"));

    private static final Map<String, Set<Event.Kind>> KINDS = Map.of(
            "q03_local_items", EnumSet.of(Event.Kind.PERSON, Event.Kind.AUCTION),
            "q08_new_sellers", EnumSet.of(Event.Kind.PERSON, Event.Kind.AUCTION),
            "q04_average_price", EnumSet.of(Event.Kind.AUCTION, Event.Kind.BID),
            "q06_average_price_by_seller", EnumSet.of(Event.Kind.AUCTION, Event.Kind.BID),
            "q09_winning_bids", EnumSet.of(Event.Kind.AUCTION, Event.Kind.BID),
            "q20_expanded_bids", EnumSet.of(Event.Kind.AUCTION, Event.Kind.BID));

    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final EventFiles pieces;
    private final EventFiles growing;
    private final int commits;
    private final long events;

    private NexmarkSpeed(EventGenerator generator, Path scratch, long events, int commits) throws IOException {
        this.pieces = new EventFiles(generator, scratch.resolve("pieces"));
        this.growing = new EventFiles(generator, scratch.resolve("data"));
        this.commits = commits;
        this.events = events;
    }

    /**
     * Arguments: the folder of the example, an empty folder, {@code --events N}, {@code --commits N}, {@code --query PATTERN} (over
     * the numbers of queries, for Leat alone), and {@code --flink FOLDER}, where Flink's project was built.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long events = 1_000_000;
        int commits = 10;
        String pattern = ".*";
        Optional<Path> flink = Optional.empty();
        for (int i = 2; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--events" -> events = Long.parseLong(value);
                case "--commits" -> commits = Integer.parseInt(value);
                case "--query" -> pattern = value;
                case "--flink" -> flink = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        EventGenerator generator = new EventGenerator(EventFiles.SEED, EventGenerator.EVENTS_PER_SECOND);
        Path scratch = Path.of(arguments[1]);
        NexmarkSpeed speed = new NexmarkSpeed(generator, scratch, events, commits);
        Map<String, Double> leat = speed.leat(Path.of(arguments[0]), scratch, pattern);
        FlinkRun.Report report =
                flink.isEmpty() ? FlinkRun.NONE : new FlinkRun(flink.get(), scratch).run(generator, events);
        speed.print(leat, report);
        System.exit(report.differences() == 0 ? 0 : 1);
    }

    private static String number(String query) {
        return query.substring(0, 3);
    }

    private Map<String, Double> leat(Path example, Path scratch, String pattern) throws IOException {
        for (int i = 0; i < commits; i++) {
            pieces.append(events * i / commits, events * (i + 1) / commits, "piece-" + i);
        }
        Map<String, Double> seconds = new LinkedHashMap<>();
        try (NexmarkProject project = NexmarkProject.open(example, scratch.resolve("leat"), scratch.resolve("data"))) {
            String first = Answers.ALL.keySet().iterator().next();
            follow(project, first);
            for (String query : Answers.ALL.keySet()) {
                if (number(query).matches(pattern)) {
                    seconds.put(query, follow(project, query));
                    System.out.printf("%s on Leat: %.3f s%n", query, seconds.get(query));
                }
            }
        }
        return seconds;
    }

    /** The seconds of the processor that the commits of a query take. */
    private double follow(NexmarkProject project, String query) throws IOException {
        growing.remove(GROWING);
        project.leat().beginAnew();
        List<String> names = new ArrayList<>(BELOW.getOrDefault(query, List.of()));
        names.add(query);
        long nanos = 0;
        for (int i = 0; i < commits; i++) {
            for (Event.Kind kind : Event.Kind.values()) {
                try (OutputStream file = Files.newOutputStream(
                        growing.file(kind, GROWING), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    Files.copy(pieces.file(kind, "piece-" + i), file);
                }
            }
            long start = machine.getProcessCpuTime();
            project.leat().commit(names);
            nanos += machine.getProcessCpuTime() - start;
        }
        return nanos / 1e9;
    }

    private long rows(String query) {
        long of50 = KINDS.getOrDefault(query, EnumSet.of(Event.Kind.BID)).stream()
                .mapToLong(kind -> switch (kind) {
                    case PERSON -> 1;
                    case AUCTION -> 3;
                    case BID -> 46;
                })
                .sum();
        return events * of50 / 50;
    }

    private void print(Map<String, Double> leat, FlinkRun.Report flink) {
        System.out.println(
                "| query | rows | Leat CPU s | Leat rows per CPU s | Flink CPU s | Flink rows per CPU s | ratio | result |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        double logs = 0;
        int compared = 0;
        for (Map.Entry<String, Double> query : leat.entrySet()) {
            double seconds = query.getValue();
            long rows = rows(query.getKey());
            Double ofFlink = flink.seconds().get(number(query.getKey()));
            String result = flink.results().getOrDefault(number(query.getKey()), "");
            if (ofFlink == null) {
                System.out.printf(
                        "| %s | %,d | %.2f | %,.0f | | | | %s |%n",
                        query.getKey(), rows, seconds, rows / seconds, result);
                continue;
            }
            System.out.printf(
                    "| %s | %,d | %.2f | %,.0f | %.2f | %,.0f | %.1f | %s |%n",
                    query.getKey(), rows, seconds, rows / seconds, ofFlink, rows / ofFlink, ofFlink / seconds, result);
            logs += Math.log(ofFlink / seconds);
            compared++;
        }
        if (!flink.results().isEmpty()) {
            System.out.printf(
                    "queries %d, geometric mean of the ratios %.1f, differences %d%n",
                    compared, Math.exp(logs / Math.max(1, compared)), flink.differences());
        }
    }
}
