package dev.leat.conformance.algebra;

import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Compares answers as multisets of rows; floating numbers may differ by 1e-9, relative. */
final class SameRows {
    private static final double TOLERANCE = 1e-9;

    private SameRows() {}

    /** What differs; empty if nothing does. */
    static Optional<String> difference(Rows expected, Rows actual) {
        if (!expected.names().equals(actual.names())) {
            return Optional.of("columns " + actual.names() + " instead of " + expected.names());
        }
        if (!expected.types().equals(actual.types())) {
            return Optional.of("types " + actual.types() + " instead of " + expected.types());
        }
        List<List<Value>> wanted = sorted(expected.rows());
        List<List<Value>> found = sorted(actual.rows());
        if (wanted.size() != found.size()) {
            return Optional.of(found.size() + " rows instead of " + wanted.size());
        }
        for (int index = 0; index < wanted.size(); index++) {
            if (!new Value.Sequence(wanted.get(index)).isClose(new Value.Sequence(found.get(index)), TOLERANCE)) {
                return Optional.of("row " + found.get(index) + " instead of " + wanted.get(index));
            }
        }
        return Optional.empty();
    }

    /** Rows whose exact values are equal stay in the order of the floating ones, which may differ in the last digits. */
    private static List<List<Value>> sorted(List<List<Value>> rows) {
        List<List<Value>> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing((List<Value> row) -> row.stream()
                        .map(value -> value instanceof Value.Floating ? "" : value.toString())
                        .toList()
                        .toString())
                .thenComparing(Object::toString));
        return sorted;
    }
}
