package dev.leat.conformance.readers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a reader made of a case. */
sealed interface ReadResult {
    /** Columns with their types, and rows as text, sorted. */
    record Table(List<String> columns, List<String> rows) implements ReadResult {
        public Table {
            columns = List.copyOf(columns);
            List<String> sorted = new ArrayList<>(rows);
            sorted.sort(null);
            rows = List.copyOf(sorted);
        }
    }

    /**
     * A failure.
     *
     * @param conditions Spark's error conditions, from the outermost cause to the innermost
     */
    record Failure(Set<String> conditions, String message) implements ReadResult {
        public Failure {
            conditions = Set.copyOf(conditions);
        }
    }
}
