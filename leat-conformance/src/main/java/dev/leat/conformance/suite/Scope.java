package dev.leat.conformance.suite;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Decides which statements of a file count. Out of scope are: files without ANSI mode or with legacy settings, queries that
 * call functions which the suite registers, also through a view, and statements that are neither queries nor views.
 */
final class Scope {
    private static final String REGISTERED_FUNCTION = "registered function";
    private static final Map<String, String> FOLDERS = Map.of("nonansi", "ANSI mode off", "scripting", "scripting");
    /** What the suite itself registers for the files of a folder, as regular expressions. */
    private static final Map<String, Set<String>> FOLDER_FUNCTIONS = Map.of(
            "postgreSQL", Set.of("booleq", "boolne", "vol"),
            "udf", Set.of("udf"),
            "udaf", Set.of("udaf"),
            "udtf", Set.of("udtf\\w*", "invalid\\w*"));

    private static final Pattern ASSIGNMENT = Pattern.compile("(?is)SET\\s+([\\w.:]+)\\s*=\\s*(.*?)\\s*;?");
    private static final Pattern ZONE = Pattern.compile("(?is)SET\\s+TIME\\s+ZONE\\s+(.*)");
    private static final Pattern FUNCTION_NAME = Pattern.compile(
            "(?is)CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:TEMP\\s+|TEMPORARY\\s+)?FUNCTION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?([\\w.`]+).*");
    private static final Pattern VIEW_NAME = Pattern.compile(
            "(?is)CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:GLOBAL\\s+)?(?:TEMP\\s+|TEMPORARY\\s+)?VIEW\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?([\\w.`]+).*");
    private static final Pattern IDENTIFIER_CLAUSE = Pattern.compile("(?i)IDENTIFIER\\s*\\(([^()]*)\\)");

    private final Map<String, String> legacy = new TreeMap<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> viewsOfFunctions = new HashSet<>();
    private final Optional<String> wholeFile;

    Scope(SuiteFile file) {
        FOLDER_FUNCTIONS.forEach((folder, names) -> {
            if (("/" + file.name()).contains("/" + folder + "/")) {
                functions.addAll(names);
            }
        });
        file.configuration().forEach(this::note);
        Optional<String> folder = Optional.ofNullable(FOLDERS.get(file.folder()));
        wholeFile = folder.isPresent() ? folder : legacySetting();
    }

    /** Why nothing of the file counts. */
    Optional<String> fileOutOfScope() {
        return wholeFile;
    }

    /** Why the statement does not count. */
    Optional<String> outOfScope(StatementKind kind, String sql) {
        if (wholeFile.isPresent()) {
            return wholeFile;
        }
        if (!kind.outOfScope().isEmpty()) {
            return Optional.of(kind.outOfScope());
        }
        if (!legacy.isEmpty()) {
            return legacySetting();
        }
        String text = named(sql).toLowerCase(Locale.ROOT);
        boolean registered = functions.stream().anyMatch(name -> calls(text, name))
                || viewsOfFunctions.stream().anyMatch(name -> mentions(text, name));
        return registered ? Optional.of(REGISTERED_FUNCTION) : Optional.empty();
    }

    /** A setting that a SET statement makes: name and value, or the zone's expression under an empty name. */
    Optional<Map.Entry<String, String>> setting(String sql) {
        Matcher zone = ZONE.matcher(sql);
        if (zone.matches()) {
            return Optional.of(Map.entry("", zone.group(1)));
        }
        Matcher assignment = ASSIGNMENT.matcher(sql);
        if (!assignment.matches()) {
            return Optional.empty();
        }
        String key = assignment.group(1).replaceFirst("^hivevar:", "");
        note(key, assignment.group(2));
        return Optional.of(Map.entry(key, assignment.group(2)));
    }

    /** Remembers the function or view that the statement defines. */
    void define(String sql) {
        String text = named(sql);
        Matcher function = FUNCTION_NAME.matcher(text);
        if (function.matches()) {
            functions.add(Pattern.quote(simpleName(function.group(1))));
        }
        Matcher view = VIEW_NAME.matcher(text);
        if (view.matches()) {
            String name = simpleName(view.group(1));
            viewsOfFunctions.remove(name);
            if (outOfScope(StatementKind.VIEW, sql)
                    .filter(REGISTERED_FUNCTION::equals)
                    .isPresent()) {
                viewsOfFunctions.add(name);
            }
        }
    }

    /** The text with the names that constants in IDENTIFIER(…) make. */
    private static String named(String sql) {
        return IDENTIFIER_CLAUSE.matcher(sql).replaceAll(clause -> {
            String argument = clause.group(1);
            boolean isConstant = argument.matches("(?s)\\s*'[^']*'(\\s*\\|\\|\\s*'[^']*')*\\s*");
            String name = argument.replaceAll("'\\s*\\|\\|\\s*'", "").strip().replace("'", "");
            return Matcher.quoteReplacement(isConstant ? name : clause.group());
        });
    }

    private void note(String key, String value) {
        boolean changesMeaning = key.startsWith("spark.sql.legacy.")
                || key.equals(SQLConf.ANSI_ENABLED().key());
        if (!changesMeaning) {
            return;
        }
        if (value.equalsIgnoreCase(defaultOf(key))) {
            legacy.remove(key);
        } else {
            legacy.put(key, value);
        }
    }

    private static String defaultOf(String key) {
        try {
            return new SQLConf().getConfString(key);
        } catch (NoSuchElementException e) {
            return "";
        }
    }

    private Optional<String> legacySetting() {
        return legacy.isEmpty()
                ? Optional.empty()
                : Optional.of("legacy setting " + legacy.keySet().iterator().next());
    }

    private static String simpleName(String name) {
        List<String> parts =
                List.of(name.replace("`", "").toLowerCase(Locale.ROOT).split("\\."));
        return parts.get(parts.size() - 1);
    }

    private static boolean calls(String text, String name) {
        return Pattern.compile("\\b" + name + "\\s*`?\\s*\\(").matcher(text).find();
    }

    private static boolean mentions(String text, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(text)
                .find();
    }
}
