package dev.leat.conformance.tpc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The constants with which the queries compare a column: generated data draws from them, so that predicates find rows.
 */
final class LiteralPools {
    private static final String CONSTANT = "('[^']*'|\\d+)";
    private static final Pattern COMPARED = Pattern.compile("(?i)\\b([a-z]\\w*)\\s*=\\s*" + CONSTANT);
    private static final Pattern LISTED = Pattern.compile("(?i)\\b([a-z]\\w*)\\s+in\\s*\\(([^()]*)\\)");
    private static final Pattern PREFIX_LISTED =
            Pattern.compile("(?i)\\bsubstr(?:ing)?\\s*\\((\\w+),[^)]*\\)\\s+in\\s*\\(([^()]*)\\)");
    private static final Pattern RANGED =
            Pattern.compile("(?i)\\b([a-z]\\w*)\\s+between\\s+(\\d+)\\s+and\\s+\\(?\\d+\\s*\\+\\s*(\\d+)");

    private static final Pattern BETWEEN =
            Pattern.compile("(?i)\\b([a-z]\\w*)\\s+between\\s+(\\d+)\\s+and\\s+(\\d+)\\b(?!\\s*\\+)");

    private final Map<String, Set<String>> byColumn = new TreeMap<>();

    LiteralPools(Collection<String> queries) {
        for (String query : queries) {
            for (Matcher m = COMPARED.matcher(query); m.find(); ) {
                add(m.group(1), m.group(2));
            }
            for (Pattern pattern : List.of(LISTED, PREFIX_LISTED)) {
                for (Matcher m = pattern.matcher(query); m.find(); ) {
                    addAll(m.group(1), m.group(2));
                }
            }
            for (Matcher m = RANGED.matcher(query); m.find(); ) {
                long first = Long.parseLong(m.group(2));
                for (long i = first; i <= first + Math.min(Long.parseLong(m.group(3)), 50); i++) {
                    add(m.group(1), Long.toString(i));
                }
            }
            for (Matcher m = BETWEEN.matcher(query); m.find(); ) {
                add(m.group(1), Long.toString((Long.parseLong(m.group(2)) + Long.parseLong(m.group(3))) / 2));
            }
        }
    }

    private void addAll(String column, String list) {
        if (!list.toLowerCase(java.util.Locale.ROOT).contains("select")) {
            for (String item : list.split(",")) {
                add(column, item.trim());
            }
        }
    }

    private void add(String column, String constant) {
        String text = constant.startsWith("'") ? constant.substring(1, constant.length() - 1) : constant;
        byColumn.computeIfAbsent(column.toLowerCase(java.util.Locale.ROOT), key -> new LinkedHashSet<>())
                .add(text);
    }

    /** The constants of the column, and for lack of any those of columns with the same name after the prefix. */
    Optional<List<String>> pool(String column) {
        Set<String> own = byColumn.get(column);
        if (own != null) {
            return Optional.of(List.copyOf(own));
        }
        String suffix = suffix(column);
        Set<String> related = new LinkedHashSet<>();
        byColumn.forEach((name, constants) -> {
            if (suffix(name).equals(suffix)) {
                related.addAll(constants);
            }
        });
        return related.isEmpty() ? Optional.empty() : Optional.of(new ArrayList<>(related));
    }

    /** The part of a column's name after the table's prefix. */
    static String suffix(String column) {
        return column.substring(column.indexOf('_') + 1);
    }
}
