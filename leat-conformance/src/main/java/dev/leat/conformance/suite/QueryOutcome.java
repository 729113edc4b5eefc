package dev.leat.conformance.suite;

import java.util.List;
import java.util.Optional;

/** What an engine makes of a statement. */
public sealed interface QueryOutcome {
    /**
     * A result.
     *
     * @param schema as a catalog string
     * @param columnNames the columns' names
     * @param columnTypes the catalog strings of the columns' types
     * @param rows the texts of the cells as Spark's command line prints them, in the order of the result
     */
    record Answer(String schema, List<String> columnNames, List<String> columnTypes, List<List<String>> rows)
            implements QueryOutcome {
        public Answer {
            columnNames = List.copyOf(columnNames);
            columnTypes = List.copyOf(columnTypes);
            rows = List.copyOf(rows);
        }
    }

    /** An error that Spark has, too, if the condition is the same. */
    record Failure(Optional<String> condition, String message) implements QueryOutcome {}

    /** The engine says that it does not support this. */
    record Refusal(String reason) implements QueryOutcome {}

    /** The engine broke: an error that is nobody's condition. */
    record Defect(String message) implements QueryOutcome {}
}
