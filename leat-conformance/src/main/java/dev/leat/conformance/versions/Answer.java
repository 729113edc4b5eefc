package dev.leat.conformance.versions;

import java.util.List;

/**
 * What a Spark says to a statement.
 *
 * @param schema names and types of its columns; empty where it was refused before it ran
 * @param outcomes a text for each row, or what failed, which starts with {@link #FAILURE}
 */
record Answer(String schema, List<String> outcomes) {
    /** Stands before the condition of a failure. */
    static final String FAILURE = "!";

    Answer {
        outcomes = List.copyOf(outcomes);
    }

    static Answer ofFailure(String condition) {
        return new Answer("", List.of(FAILURE + condition));
    }

    boolean isRefused() {
        return schema.isEmpty();
    }

    boolean isFailure() {
        return outcomes.size() == 1 && isFailure(outcomes.get(0));
    }

    static boolean isFailure(String outcome) {
        return outcome.startsWith(FAILURE);
    }
}
