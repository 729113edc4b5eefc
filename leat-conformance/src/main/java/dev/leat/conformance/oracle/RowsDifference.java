package dev.leat.conformance.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tells how two answers differ; rows that are equal in the sort keys may stand in any order. */
public final class RowsDifference {
    /** Sums of floating numbers depend on the order of the additions, in Spark too. */
    public static final double TOLERANCE = 1e-9;

    private RowsDifference() {}

    /**
     * The first difference, in words.
     *
     * @param sortColumns indexes of columns by which the rows must stand in the same order; empty if they have none
     */
    public static Optional<String> find(Rows expected, Rows actual, List<Integer> sortColumns) {
        if (!expected.names().equals(actual.names()) || !expected.types().equals(actual.types())) {
            return Optional.of("columns " + actual.names() + " " + actual.types() + " instead of " + expected.names()
                    + " " + expected.types());
        }
        if (expected.rows().size() != actual.rows().size()) {
            return Optional.of(
                    actual.rows().size() + " rows instead of " + expected.rows().size());
        }
        Optional<String> difference = first("row", sorted(expected.rows()), sorted(actual.rows()));
        return difference.isPresent()
                ? difference
                : first("order at row", project(expected, sortColumns), project(actual, sortColumns));
    }

    private static Optional<String> first(String what, List<List<Value>> expected, List<List<Value>> actual) {
        for (int i = 0; i < expected.size(); i++) {
            Value left = new Value.Sequence(expected.get(i));
            Value right = new Value.Sequence(actual.get(i));
            if (!left.isClose(right, TOLERANCE)) {
                return Optional.of(what + " " + i + ": " + right + " instead of " + left);
            }
        }
        return Optional.empty();
    }

    /** Sorted by the exact values first, so that rows whose floating numbers differ a little still meet. */
    private static List<List<Value>> sorted(List<List<Value>> rows) {
        List<List<Value>> copy = new ArrayList<>(rows);
        copy.sort(Comparator.<List<Value>, String>comparing(row -> text(row, false))
                .thenComparing(row -> text(row, true)));
        return copy;
    }

    private static String text(List<Value> row, boolean floating) {
        StringBuilder text = new StringBuilder();
        for (Value value : row) {
            if (value instanceof Value.Floating == floating) {
                text.append(value).append('\u0000');
            }
        }
        return text.toString();
    }

    private static List<List<Value>> project(Rows rows, List<Integer> columns) {
        return rows.rows().stream()
                .map(row -> columns.stream().map(row::get).toList())
                .toList();
    }
}
