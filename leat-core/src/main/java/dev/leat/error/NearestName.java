package dev.leat.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelt one most likely means. */
public final class NearestName {
    /** Beyond this many characters a name is not compared; the cost is the product of the lengths. */
    private static final int LENGTH_MAX = 256;

    private NearestName() {}

    /**
     * The known name with the fewest single-character changes (insertions, deletions, replacements, swaps of
     * neighbours), regardless of case; empty if even that needs more than a third of the longer name's characters. Of
     * equally near names the first is taken.
     */
    public static Optional<String> find(String name, Collection<String> known) {
        Optional<String> nearest = Optional.empty();
        int fewest = Integer.MAX_VALUE;
        for (String candidate : known) {
            int longer = Math.max(name.length(), candidate.length());
            if (longer > LENGTH_MAX) {
                continue;
            }
            int changes = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (changes <= Math.max(1, longer / 3) && changes < Math.min(fewest, longer)) {
                fewest = changes;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** A sentence to append to a message, starting with a blank; empty if no known name is near. */
    public static String hint(String name, Collection<String> known) {
        return find(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** Damerau's distance with swaps of neighbours only ("optimal string alignment"). */
    private static int distance(String a, String b) {
        int[][] changes = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    changes[i][j] = i + j;
                    continue;
                }
                int replace = changes[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replace, Math.min(changes[i - 1][j], changes[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                changes[i][j] = swapped ? Math.min(best, changes[i - 2][j - 2] + 1) : best;
            }
        }
        return changes[a.length()][b.length()];
    }
}
