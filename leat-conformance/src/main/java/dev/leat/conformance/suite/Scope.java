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
 * Decides which statements of a file count. Out of scope are: files without ANSI mode or with legacy settings, calls of
 * functions that the suite registers, session variables, and statements that are neither queries nor views.
 */
final class Scope {
    private static final Map<String, String> FOLDERS = Map.of(
            "nonansi", "ANSI mode off",
            "udf", "registered function",
            "udaf", "registered function",
            "udtf", "registered function",
            "scripting", "scripting");
    /** What the suite itself registers for the files taken from PostgreSQL. */
    private static final Set<String> POSTGRES_FUNCTIONS = Set.of("booleq", "boolne", "vol");

    private static final Pattern ASSIGNMENT = Pattern.compile("(?is)SET\\s+([\\w.]+)\\s*=\\s*(.*?)\\s*;?");
    private static final Pattern ZONE = Pattern.compile("(?is)SET\\s+TIME\\s+ZONE\\s+(.*)");
    private static final Pattern FUNCTION_NAME = Pattern.compile(
            "(?is)CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:TEMP\\s+|TEMPORARY\\s+)?FUNCTION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?([\\w.`]+).*");
    private static final Pattern VARIABLE_NAME = Pattern.compile(
            "(?is)DECLARE\\s+(?:OR\\s+REPLACE\\s+)?(?:VARIABLE\\s+|VAR\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?([\\w.`]+).*");

    private final Map<String, String> legacy = new TreeMap<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> variables = new HashSet<>();
    private final Optional<String> wholeFile;

    Scope(SuiteFile file) {
        if (file.folder().equals("postgreSQL")) {
            functions.addAll(POSTGRES_FUNCTIONS);
        }
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
        if (sql.contains("${")) {
            return Optional.of("variable in the text");
        }
        String text = sql.toLowerCase(Locale.ROOT);
        if (functions.stream().anyMatch(name -> calls(text, name))) {
            return Optional.of("registered function");
        }
        if (variables.stream().anyMatch(name -> mentions(text, name))) {
            return Optional.of("session variable");
        }
        return Optional.empty();
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
        note(assignment.group(1), assignment.group(2));
        return Optional.of(Map.entry(assignment.group(1), assignment.group(2)));
    }

    /** Remembers the function or variable that the statement defines. */
    void define(String sql) {
        Matcher function = FUNCTION_NAME.matcher(sql);
        if (function.matches()) {
            functions.add(simpleName(function.group(1)));
        }
        Matcher variable = VARIABLE_NAME.matcher(sql);
        if (variable.matches()) {
            variables.add(simpleName(variable.group(1)));
        }
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
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\s*`?\\s*\\(")
                .matcher(text)
                .find();
    }

    private static boolean mentions(String text, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(text)
                .find();
    }
}
