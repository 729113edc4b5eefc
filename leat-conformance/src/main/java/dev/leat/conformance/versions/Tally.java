package dev.leat.conformance.versions;

import dev.leat.cluster.Feature;
import dev.leat.cluster.ProvedFeatures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was compared of each feature, and what differed. A difference of a statement with several features is put down to those of them that
 * differ by themselves; if none does, to what the statement is made for; if there is no such thing, it stays unexplained.
 */
final class Tally {
    /** As many comparisons, without a difference, make a feature equal. */
    static final int ENOUGH = 20;

    private final Map<String, Count> byExact = new TreeMap<>();
    private final Map<String, Feature> seen = new TreeMap<>();
    private final List<Question> unexplained = new ArrayList<>();
    private final List<Question> files = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private long compared;
    private long differing;

    /** Numbers of one feature. */
    static final class Count {
        private long compared;
        private long differing;

        long compared() {
            return compared;
        }

        long differing() {
            return differing;
        }
    }

    /** What became of a statement. */
    private record Outcome(long compared, Optional<String> difference) {}

    void addAll(List<Question> questions, Map<String, Answer> expected, Map<String, Answer> found) {
        List<Question> different = new ArrayList<>();
        for (Question question : questions) {
            String id = question.statement().id();
            Outcome outcome = compare(question.statement(), answer(expected, id), answer(found, id));
            compared += outcome.compared;
            if (outcome.difference.isEmpty()) {
                List<Feature> counted = question.own().map(List::of).orElse(question.all());
                counted.forEach(feature -> count(feature).compared += outcome.compared);
            } else {
                differing++;
                different.add(question);
                examples.add(
                        id + " " + question.own().map(Feature::exact).orElse("") + "\n  " + outcome.difference.get()
                                + "\n  " + question.statement().text());
            }
        }
        different.stream().filter(question -> functions(question) == 1).forEach(this::blame);
        different.stream().filter(question -> functions(question) > 1).forEach(this::explain);
        different.stream().filter(question -> functions(question) == 0).forEach(this::explain);
    }

    private static long functions(Question question) {
        return question.own().isEmpty()
                ? 0
                : question.all().stream()
                        .filter(feature -> feature.sort() != Feature.Sort.RELATION)
                        .map(Feature::exact)
                        .distinct()
                        .count();
    }

    private void blame(Question question) {
        question.own().ifPresent(feature -> count(feature).differing++);
    }

    private void explain(Question question) {
        boolean isExplained = question.all().stream().anyMatch(feature -> count(feature).differing > 0);
        if (!isExplained && question.own().isPresent()) {
            blame(question);
        } else if (question.statement().kind() == Statement.Kind.FILES) {
            files.add(question);
        } else if (!isExplained) {
            unexplained.add(question);
        }
    }

    private Count count(Feature feature) {
        seen.put(feature.exact(), feature);
        return byExact.computeIfAbsent(feature.exact(), ignored -> new Count());
    }

    private static Answer answer(Map<String, Answer> answers, String id) {
        return Objects.requireNonNull(answers.get(id), id);
    }

    private static Outcome compare(Statement statement, Answer expected, Answer found) {
        if (expected.isRefused() && found.isRefused()) {
            return new Outcome(0, Optional.empty());
        }
        if (expected.isRefused() || found.isRefused()) {
            return different("4.1 says " + head(expected) + ", the other " + head(found));
        }
        if (!expected.schema().equals(found.schema())) {
            return different("types " + expected.schema() + " and " + found.schema());
        }
        return statement.kind() == Statement.Kind.EACH_ROW
                ? compareEach(expected.outcomes(), found.outcomes())
                : compareWhole(expected, found);
    }

    private static String head(Answer answer) {
        return answer.outcomes().isEmpty() ? "no row" : answer.outcomes().get(0);
    }

    private static Outcome different(String text) {
        return new Outcome(0, Optional.of(text));
    }

    private static Outcome compareEach(List<String> expected, List<String> found) {
        if (expected.size() != found.size()) {
            return different(expected.size() + " rows and " + found.size());
        }
        long alike = 0;
        for (int row = 0; row < expected.size(); row++) {
            String left = expected.get(row);
            String right = found.get(row);
            boolean areFailures = Answer.isFailure(left) && Answer.isFailure(right);
            if (!left.equals(right) && !areFailures) {
                return different("row " + row + ": " + left + " and " + right);
            }
            alike += left.equals(right) ? 1 : 0;
        }
        return new Outcome(alike, Optional.empty());
    }

    private static Outcome compareWhole(Answer expected, Answer found) {
        if (expected.isFailure() && found.isFailure()) {
            return new Outcome(expected.equals(found) ? 1 : 0, Optional.empty());
        }
        List<String> left = sorted(expected.outcomes());
        List<String> right = sorted(found.outcomes());
        if (!left.equals(right)) {
            return different(left.size() + " rows and " + right.size() + ", such as " + firstOther(left, right)
                    + " and " + firstOther(right, left));
        }
        return new Outcome(left.size(), Optional.empty());
    }

    private static List<String> sorted(List<String> rows) {
        List<String> sorted = new ArrayList<>(rows);
        Collections.sort(sorted);
        return sorted;
    }

    private static String firstOther(List<String> rows, List<String> others) {
        return rows.stream().filter(row -> !others.contains(row)).findFirst().orElse("none");
    }

    long compared() {
        return compared;
    }

    long differing() {
        return differing;
    }

    /** Differences of statements that were made for nothing in particular, and have nothing that differs by itself. */
    List<Question> unexplained() {
        return List.copyOf(unexplained);
    }

    /** Files that are read otherwise. */
    List<Question> files() {
        return List.copyOf(files);
    }

    List<String> examples() {
        return List.copyOf(examples);
    }

    Map<String, Count> counts() {
        return Collections.unmodifiableMap(byExact);
    }

    /** The features that were seen to differ. */
    List<Feature> different() {
        return seen.values().stream()
                .filter(feature -> number(feature.exact()).differing > 0)
                .toList();
    }

    /** The lines of what is equal. */
    List<String> equal() {
        Map<String, List<String>> exacts = new TreeMap<>();
        Set<String> casts = new TreeSet<>();
        seen.forEach((exact, feature) -> {
            exacts.computeIfAbsent(feature.general(), ignored -> new ArrayList<>())
                    .add(exact);
            if (feature.isCast()) {
                casts.add(feature.general());
            }
        });
        TreeSet<String> lines = new TreeSet<>();
        exacts.forEach((general, all) -> {
            List<String> different =
                    all.stream().filter(exact -> number(exact).differing > 0).toList();
            long comparisons =
                    all.stream().mapToLong(exact -> number(exact).compared).sum();
            if (casts.contains(general) || !List.of(general + "()").containsAll(different)) {
                all.stream()
                        .filter(exact -> number(exact).differing == 0 && number(exact).compared >= ENOUGH)
                        .forEach(lines::add);
            } else if (comparisons >= ENOUGH) {
                lines.add(different.isEmpty() ? general : general + ProvedFeatures.ANY);
            }
        });
        return List.copyOf(lines);
    }

    private Count number(String exact) {
        return byExact.getOrDefault(exact, new Count());
    }
}
