package dev.leat.conformance.nexmark;

import dev.leat.conformance.oracle.RowDifferences;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the queries on Flink, in a process of its own: for their cost over all events, and for their rows over fewer. */
final class FlinkRun {
    static final Report NONE = new Report(Map.of(), Map.of(), 0);

    /** Rows are compared over so many. */
    private static final long COMPARED_EVENTS = 100_000;

    private static final String TOLD = "@@ ";

    /** The columns that a query decides whose order leaves open which of several bids comes first. */
    private static final Map<String, List<Integer>> DECIDED = Map.of("q18", List.of(0, 1, 5), "q19", List.of(0, 2, 7));

    private final Path project;
    private final Path scratch;

    /** With a project that is built, and a folder for events and rows. */
    FlinkRun(Path project, Path scratch) {
        this.project = project;
        this.scratch = scratch;
    }

    /**
     * What was found, by the numbers of queries.
     *
     * @param seconds of the processor
     * @param results how the rows are compared with those expected, or why there are none
     */
    record Report(Map<String, Double> seconds, Map<String, String> results, long differences) {}

    Report run(EventGenerator generator, long events) throws IOException, InterruptedException {
        Path few = scratch.resolve("flink-few");
        new EventFiles(generator, few).append(0, COMPARED_EVENTS, "events");
        Map<String, String> results = new HashMap<>();
        RowDifferences differences = compare(few, told(few, "rows"), generator, results);
        Path all = scratch.resolve("flink-all");
        new EventFiles(generator, all).append(0, events, "events");
        Map<String, Double> seconds = new HashMap<>();
        told(all, "speed").forEach((query, text) -> {
            String[] words = text.split(" ", -1);
            if (words[0].equals("cpu")) {
                seconds.put(query, Double.valueOf(words[1]));
            }
        });
        differences.told().forEach(System.out::println);
        return new Report(seconds, results, differences.differing());
    }

    private RowDifferences compare(
            Path folder, Map<String, String> told, EventGenerator generator, Map<String, String> results)
            throws IOException {
        Events events = new Events();
        for (long place = 0; place < COMPARED_EVENTS; place++) {
            events.add(generator.event(place));
        }
        RowDifferences differences = new RowDifferences();
        for (var answer : Answers.ALL.entrySet()) {
            String query = answer.getKey().substring(0, 3);
            String said = told.getOrDefault(query, "refused");
            if (said.startsWith("refused")) {
                results.put(query, said);
                continue;
            }
            long before = differences.differing();
            Stream<String> expected = query.equals("q10")
                    ? BidAnswers.dated(events)
                    : answer.getValue().apply(events);
            try (Stream<String> rows = Files.lines(folder.resolve(query + ".rows"))) {
                differences.compare(
                        query, expected.map(row -> decided(query, row)), rows.map(row -> decided(query, row)));
            }
            String same = DECIDED.containsKey(query) ? "the same but for ties" : "the same";
            results.put(query, differences.differing() > before ? "another" : same);
        }
        return differences;
    }

    private static String decided(String query, String row) {
        String[] values = row.split(",", -1);
        return DECIDED.containsKey(query)
                ? DECIDED.get(query).stream().map(i -> values[i]).collect(Collectors.joining(","))
                : row;
    }

    /** What the process says of each query. */
    private Map<String, String> told(Path folder, String what) throws IOException, InterruptedException {
        Path target = project.resolve("target");
        String classes = target.resolve("classes") + ":"
                + Files.readString(target.resolve("cp.txt")).strip();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + project.resolve("jvm.opts"),
                        "-cp",
                        classes,
                        "NexmarkFlink",
                        folder.toString(),
                        folder.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, String> told = new HashMap<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(TOLD)) {
                    int space = line.indexOf(' ', TOLD.length());
                    told.put(line.substring(TOLD.length(), space), line.substring(space + 1));
                    System.out.println("Flink, " + what + ": " + line.substring(TOLD.length()));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("Flink ended with " + process.exitValue());
        }
        return told;
    }
}
