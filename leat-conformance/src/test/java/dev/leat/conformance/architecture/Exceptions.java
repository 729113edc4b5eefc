package dev.leat.conformance.architecture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The places that are allowed to be longer than the rule says, each with its length. A ratchet: an entry that is not
 * needed any more, or that could be lower, is a violation too, so the list only shrinks.
 */
record Exceptions(Map<String, Integer> lineCounts) {
    Exceptions {
        lineCounts = Map.copyOf(lineCounts);
    }

    /** Reads lines of the form {@code path/File.java 520} or {@code path/File.java#method 70}; {@code #} starts a comment. */
    static Exceptions parse(String text) {
        Map<String, Integer> lineCounts = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int space = line.lastIndexOf(' ');
                lineCounts.put(line.substring(0, space).strip(), Integer.valueOf(line.substring(space + 1)));
            }
        }
        return new Exceptions(lineCounts);
    }

    /** The violations of a limit, given the measured lengths by place. */
    Set<String> violations(Map<String, Integer> measured, int limit) {
        Set<String> violations = new TreeSet<>();
        measured.forEach((place, lineCount) -> {
            int allowed = lineCounts.getOrDefault(place, limit);
            if (lineCount > allowed) {
                violations.add("%s has %d lines, %d are allowed".formatted(place, lineCount, allowed));
            }
        });
        return violations;
    }

    /** The entries that have to be lowered to what is measured, or removed. */
    Set<String> outdated(Map<String, Integer> measured, int limit) {
        Set<String> outdated = new TreeSet<>();
        lineCounts.forEach((place, allowed) -> {
            Integer lineCount = measured.get(place);
            if (lineCount == null || lineCount <= limit) {
                outdated.add(place + " needs no exception any more: remove it");
            } else if (lineCount < allowed) {
                outdated.add("%s has only %d lines now: lower its exception".formatted(place, lineCount));
            }
        });
        return outdated;
    }
}
