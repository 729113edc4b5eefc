package dev.leat.conformance.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares rows with those expected, in whatever order both are, and counts what was compared. */
public final class RowDifferences {
    private static final int TOLD_MAX = 30;

    private final List<String> told = new ArrayList<>();
    private long compared;
    private long rows;
    private long differing;
    private long differingRows;

    /** Compares the rows of one query. */
    public void compare(String what, Stream<String> expected, Stream<String> found) {
        Map<String, Long> missing = new HashMap<>();
        expected.forEach(row -> missing.merge(row, 1L, Long::sum));
        found.forEach(row -> {
            rows++;
            missing.merge(row, -1L, (left, right) -> left + right == 0 ? null : left + right);
        });
        compared++;
        if (!missing.isEmpty()) {
            differing++;
            differingRows += missing.values().stream().mapToLong(Math::abs).sum();
            if (told.size() < TOLD_MAX) {
                told.add(what + ": " + example(missing, 1, "missing") + ", " + example(missing, -1, "too many"));
            }
        }
    }

    private static String example(Map<String, Long> missing, int sign, String word) {
        List<String> rows = missing.entrySet().stream()
                .filter(entry -> Long.signum(entry.getValue()) == sign)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return rows.size() + " rows " + word + (rows.isEmpty() ? "" : " such as " + rows.get(0));
    }

    /** How often the rows of a query were compared. */
    public long compared() {
        return compared;
    }

    /** How many rows were found in all. */
    public long rows() {
        return rows;
    }

    /** How often they were not those expected. */
    public long differing() {
        return differing;
    }

    /** How many rows were missing or too many, in all comparisons. */
    public long differingRows() {
        return differingRows;
    }

    /** The first differences, in words. */
    public List<String> told() {
        return List.copyOf(told);
    }
}
