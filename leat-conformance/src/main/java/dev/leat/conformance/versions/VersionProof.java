package dev.leat.conformance.versions;

import dev.leat.cluster.ProvedFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Has Spark 3.5 and the Spark of this process answer the same questions, and writes which features of plans both compute alike.
 *
 * <p>Arguments: {@code --home FOLDER} of Spark 3.5; {@code --work FOLDER} for statements, answers and the report; {@code --write FILE} for the
 * features that are equal, or {@code --add FILE} for a file that earlier runs wrote; {@code --part SUITE} for those files of the suite only;
 * {@code --only} {@code suite}, {@code calls}, {@code files} or {@code random}, several times, for these questions only.
 */
public final class VersionProof {
    private static final int RANDOM_PLANS = 500;

    private VersionProof() {}

    /** The command. */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(".");
        Path work = Path.of("target", "spark-3.5");
        Optional<Path> result = Optional.empty();
        List<String> lines = new ArrayList<>();
        List<String> filters = new ArrayList<>();
        List<String> only = new ArrayList<>();
        for (int index = 0; index + 1 < arguments.length; index += 2) {
            String value = arguments[index + 1];
            switch (arguments[index]) {
                case "--home" -> home = Path.of(value);
                case "--work" -> work = Path.of(value);
                case "--write" -> result = Optional.of(Path.of(value));
                case "--add" -> {
                    result = Optional.of(Path.of(value));
                    lines.addAll(Files.readAllLines(result.get()));
                }
                case "--part" -> filters.add(value);
                case "--only" -> only.add(value);
                default -> throw new IllegalArgumentException("No option " + arguments[index]);
            }
        }
        Files.createDirectories(work);
        Questions questions = questions(work, only, filters);
        Tally tally = ask(questions.all(), home, work);
        Files.write(work.resolve("differences.txt"), tally.examples());
        Files.write(work.resolve("counts.txt"), counts(tally));
        List<String> unexplained = tally.unexplained().stream()
                .map(question -> "unexplained: " + question.statement().id())
                .toList();
        unexplained.forEach(System.out::println);
        tally.files()
                .forEach(question -> System.out.println(
                        "read otherwise: " + question.statement().id()));
        if (result.isPresent()) {
            Files.write(result.get(), merged(lines, tally));
        }
        System.out.println(
                "statements " + questions.all().size() + " comparisons " + tally.compared() + " statements that differ "
                        + tally.differing() + " features " + tally.counts().size() + " equal "
                        + tally.equal().size() + " files read otherwise "
                        + tally.files().size() + " unexplained " + unexplained.size());
        System.exit(unexplained.isEmpty() ? 0 : 1);
    }

    private static Questions questions(Path work, List<String> only, List<String> filters) throws IOException {
        Questions questions = new Questions();
        if (isAsked(only, "suite")) {
            System.out.println("queries of the suite: " + questions.addSuite(work.resolve("tables"), filters));
        }
        if (isAsked(only, "files")) {
            System.out.println("files: " + questions.addFiles(work.resolve("files")));
        }
        if (isAsked(only, "random")) {
            questions.addRandomPlans(RANDOM_PLANS, 1);
        }
        if (isAsked(only, "calls")) {
            System.out.println("written calls: " + questions.addWritten());
            System.out.println("kinds of calls: " + questions.addCalls());
        }
        return questions;
    }

    private static boolean isAsked(List<String> only, String part) {
        return only.isEmpty() || only.contains(part);
    }

    /** What was found before, less what differs now, and what is equal now. */
    private static List<String> merged(List<String> before, Tally tally) {
        TreeSet<String> lines = new TreeSet<>(before);
        lines.removeIf(line -> line.startsWith("#"));
        tally.different().forEach(feature -> lines.removeAll(ProvedFeatures.linesOf(feature)));
        Set<String> known = Set.copyOf(lines);
        Set<String> functions = lines.stream().map(VersionProof::general).collect(Collectors.toSet());
        tally.equal().stream()
                .filter(line -> !known.contains(general(line)))
                .filter(line -> line.contains("(") || !functions.contains(line))
                .forEach(lines::add);
        List<String> all =
                new ArrayList<>(List.of("# Written by bench/spark-3.5: what Spark 3.5 computes as Spark 4.1."));
        all.addAll(lines);
        return all;
    }

    private static String general(String line) {
        return line.replaceFirst("\\(.*", "");
    }

    /** Asks both. */
    static Tally ask(List<Question> questions, Path home, Path work) {
        List<Statement> statements = questions.stream().map(Question::statement).toList();
        CompletableFuture<Map<String, Answer>> found = CompletableFuture.supplyAsync(
                () -> new ForeignSpark(Optional.of(home), work.resolve("3.5")).answers(statements));
        Map<String, Answer> expected = new ForeignSpark(Optional.empty(), work.resolve("4.1")).answers(statements);
        Tally tally = new Tally();
        tally.addAll(questions, expected, found.join());
        return tally;
    }

    private static List<String> counts(Tally tally) {
        List<String> lines = new ArrayList<>();
        tally.counts()
                .forEach((feature, count) ->
                        lines.add(feature + "\t" + count.compared() + " compared\t" + count.differing() + " differ"));
        return lines;
    }
}
