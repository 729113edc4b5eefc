package dev.leat.conformance.suite;

import dev.leat.conformance.suite.Verdict.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures below which a run must not fall: for each file of the suite how many statements are equal at least, and how
 * many may be different. One line a file: {@code name equal different}.
 */
final class Ratchet {
    private final Map<String, Figure> figures = new TreeMap<>();

    private Ratchet() {}

    private record Figure(int equal, int different) {}

    static Ratchet parse(List<String> lines) {
        Ratchet ratchet = new Ratchet();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" ");
                ratchet.figures.put(parts[0], new Figure(Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
            }
        }
        return ratchet;
    }

    /** The ratchet that this run just passes. */
    static List<String> lines(SuiteReport report) {
        List<String> lines = new ArrayList<>();
        report.files().forEach((name, counts) -> {
            int equal = counts.getOrDefault(Kind.EQUAL, 0);
            int different = counts.getOrDefault(Kind.DIFFERENT, 0);
            if (equal + different > 0) {
                lines.add(name + " " + equal + " " + different);
            }
        });
        return lines;
    }

    /** Where the run falls below, in words. */
    List<String> violations(SuiteReport report) {
        List<String> violations = new ArrayList<>();
        Map<String, Map<Kind, Integer>> files = report.files();
        figures.forEach((name, figure) -> {
            Map<Kind, Integer> counts = files.getOrDefault(name, Map.of());
            int equal = counts.getOrDefault(Kind.EQUAL, 0);
            int different = counts.getOrDefault(Kind.DIFFERENT, 0);
            if (equal < figure.equal()) {
                violations.add(name + ": equal " + equal + ", was " + figure.equal());
            }
            if (different > figure.different()) {
                violations.add(name + ": different " + different + ", was " + figure.different());
            }
        });
        return violations;
    }
}
