package dev.leat.conformance.nexmark;

import dev.leat.conformance.oracle.RowDifferences;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * The events of Nexmark come piece by piece, split at random, into files that grow and new ones; after each piece a commit
 * brings all queries up to date, and each result is compared with what plain Java finds in all events so far. At the end it is
 * compared with that of a fresh state, which gets all events at once.
 */
public final class NexmarkRun {
    /** After it, a file that got nothing in a commit is idle. */
    private static final Duration BETWEEN_COMMITS = Duration.ofMinutes(2);

    private NexmarkRun() {}

    /** How much, in how many commits, and what decides the events and how they are split. */
    record Terms(long events, int commits, long seed, int eventsPerSecond) {}

    /** What was found. */
    record Findings(RowDifferences differences, int late) {
        boolean isClean() {
            return differences.differing() == 0 && late == 0;
        }

        @Override
        public String toString() {
            return "queries " + Answers.ALL.size() + " compared " + differences.compared() + " differences "
                    + differences.differing();
        }
    }

    /**
     * Arguments: the folder of the example, an empty folder, {@code --events N}, {@code --commits N}, {@code --seed S},
     * {@code --rate N} (events of a second); the last line is the figure.
     */
    public static void main(String[] arguments) throws IOException {
        long events = 1_000_000;
        int commits = 10;
        long seed = System.nanoTime();
        int rate = EventGenerator.EVENTS_PER_SECOND;
        for (int i = 2; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--events" -> events = Long.parseLong(value);
                case "--commits" -> commits = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--rate" -> rate = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Terms terms = new Terms(events, commits, seed, rate);
        Findings findings = run(Path.of(arguments[0]), Path.of(arguments[1]), terms, System.out);
        System.exit(findings.isClean() ? 0 : 1);
    }

    /** Follows the events; the last line that it prints is the figure. */
    static Findings run(Path example, Path scratch, Terms terms, PrintStream out) throws IOException {
        out.println(terms);
        RowDifferences differences = new RowDifferences();
        int late;
        Path data = scratch.resolve("data");
        SplittableRandom random = new SplittableRandom(terms.seed());
        EventGenerator generator = new EventGenerator(terms.seed(), terms.eventsPerSecond());
        EventFiles files = new EventFiles(generator, data);
        Events events = new Events();
        try (NexmarkProject project = NexmarkProject.open(example, scratch.resolve("followed"), data)) {
            int file = 0;
            long from = 0;
            for (long to : cuts(terms, random)) {
                files.append(from, to, "events-" + file);
                for (long place = from; place < to; place++) {
                    events.add(generator.event(place));
                }
                long start = System.nanoTime();
                project.leat().commit();
                out.printf("%d events, commit %.2f s%n", to, (System.nanoTime() - start) / 1e9);
                Answers.ALL.forEach((query, answer) -> differences.compare(
                        query + " of " + to + " events", answer.apply(events), project.rows(query)));
                project.leat().pass(BETWEEN_COMMITS);
                if (random.nextBoolean()) {
                    project.leat().reopen();
                }
                file += random.nextInt(2);
                from = to;
            }
            late = project.leat().rejected().size();
            try (NexmarkProject batch = NexmarkProject.open(example, scratch.resolve("batch"), data)) {
                batch.leat().commit();
                Answers.ALL
                        .keySet()
                        .forEach(query ->
                                differences.compare(query + " as batch", batch.rows(query), project.rows(query)));
            }
        }
        differences.told().forEach(out::println);
        out.println("rows compared " + differences.rows() + ", late " + late);
        Findings findings = new Findings(differences, late);
        out.println(findings);
        return findings;
    }

    /** The numbers of events after which there is a commit, the last of them all. */
    private static List<Long> cuts(Terms terms, SplittableRandom random) {
        TreeSet<Long> cuts = new TreeSet<>(List.of(terms.events()));
        while (cuts.size() < Math.min(terms.commits(), terms.events())) {
            cuts.add(random.nextLong(1, terms.events()));
        }
        return List.copyOf(cuts);
    }
}
