package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong with a project. */
final class Problems {
    /** More are counted but not kept. */
    private static final int KEPT_MAX = 1000;

    private final Set<Diagnostic> found = new LinkedHashSet<>();
    private int dropped;

    void add(Diagnostic problem) {
        // Spark numbers conditions that have no name yet; the number tells the user nothing.
        boolean isNamed = problem.condition()
                .filter(condition -> condition.startsWith("_LEGACY_ERROR_TEMP_"))
                .isEmpty();
        if (found.size() < KEPT_MAX) {
            found.add(
                    isNamed
                            ? problem
                            : new Diagnostic(problem.code(), Optional.empty(), problem.message(), problem.position()));
        } else {
            dropped++;
        }
    }

    void add(ErrorCode code, SourcePosition position, String message) {
        add(Diagnostic.of(code, message, position));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    int count() {
        return found.size() + dropped;
    }

    /** By file in the order of first mention, then by position; those without a position first. */
    List<Diagnostic> sorted() {
        List<String> files = new ArrayList<>();
        for (Diagnostic problem : found) {
            String file = file(problem);
            if (!files.contains(file)) {
                files.add(file);
            }
        }
        files.sort(Comparator.comparing((String file) -> !file.isEmpty())
                .thenComparing(file -> !file.endsWith(".yml") && !file.endsWith(".yaml"))
                .thenComparing(Comparator.naturalOrder()));
        List<Diagnostic> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing((Diagnostic problem) -> files.indexOf(file(problem)))
                .thenComparing(
                        problem -> problem.position().map(SourcePosition::line).orElse(0))
                .thenComparing(problem ->
                        problem.position().map(SourcePosition::column).orElse(0)));
        if (dropped > 0) {
            sorted.add(Diagnostic.of(
                    ErrorCode.LIMIT, "And " + dropped + " more problems; only the first " + KEPT_MAX + " are kept"));
        }
        return List.copyOf(sorted);
    }

    private static String file(Diagnostic problem) {
        return problem.position().map(SourcePosition::file).orElse("");
    }
}
