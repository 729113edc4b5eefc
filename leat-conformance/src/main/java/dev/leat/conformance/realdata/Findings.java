package dev.leat.conformance.realdata;

import dev.leat.spi.RejectedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** What was found of data that came bit by bit: how much there was, and where Leat's results were not those expected. */
final class Findings {
    private static final int DIFFERENCES_MAX = 20;

    private final String name;
    private final List<String> differences = new ArrayList<>();
    private long rows;
    private long commits;
    private long late;
    private long checks;
    private long differing;

    Findings(String name) {
        this.name = name;
    }

    /** Counts a commit, and the rows that it was given. */
    void committed(long given) {
        commits++;
        rows += given;
    }

    /** Counts rows that came too late, and compares them: each as the word late and its place in its file or topic. */
    void late(List<String> expected, List<RejectedRecord> found) {
        late += found.size();
        compare(
                "late rows",
                expected,
                found.stream()
                        .map(record -> record.kind() + "," + record.record().position())
                        .toList());
    }

    /** Compares rows, in whatever order they are. */
    void compare(String what, Collection<String> expected, Collection<String> found) {
        checks++;
        List<String> left = sorted(expected);
        List<String> right = sorted(found);
        if (!left.equals(right)) {
            differing++;
            if (differences.size() < DIFFERENCES_MAX) {
                differences.add(name + ", commit " + commits + ", " + what + ": " + first(left, right));
            }
        }
    }

    private static List<String> sorted(Collection<String> rows) {
        List<String> copy = new ArrayList<>(rows);
        Collections.sort(copy);
        return copy;
    }

    private static String first(List<String> expected, List<String> found) {
        int at = 0;
        while (at < Math.min(expected.size(), found.size()) && expected.get(at).equals(found.get(at))) {
            at++;
        }
        return found.size() + " rows of " + expected.size() + " expected; the first to differ is " + at(found, at)
                + " instead of " + at(expected, at);
    }

    private static String at(List<String> rows, int index) {
        return index < rows.size() ? rows.get(index) : "none";
    }

    long rows() {
        return rows;
    }

    long commits() {
        return commits;
    }

    long late() {
        return late;
    }

    long checks() {
        return checks;
    }

    /** The first differences, in words. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    @Override
    public String toString() {
        return "rows " + rows + " commits " + commits + " late " + late + " checks " + checks + " differences "
                + differing;
    }
}
