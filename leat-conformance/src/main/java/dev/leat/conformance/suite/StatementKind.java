package dev.leat.conformance.suite;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a statement of the suite is, told from its first words. */
enum StatementKind {
    /** Its result is compared. */
    QUERY(""),
    /** A definition that the engine under test analyses; the error or its absence is compared. */
    VIEW(""),
    /** Changes the session's settings. */
    SETTING("SET"),
    /** Prepares tables. */
    FIXTURE("prepares tables"),
    /** Defines a function that Spark's catalog keeps. */
    FUNCTION("CREATE FUNCTION"),
    /** Defines a session variable, or sets it. */
    VARIABLE("DECLARE, SET VARIABLE"),
    /** A script or a statement made from text. */
    SCRIPT("scripting"),
    /** Shows something about the catalog or the plan. */
    INSPECTION("SHOW, DESCRIBE, EXPLAIN");

    private static final Pattern COMMENT =
            Pattern.compile("\\A(?:\\s+|--[^\\n]*(?:\\n|\\z)|/\\*.*?\\*/)+", Pattern.DOTALL);
    private static final Pattern VIEW_DEFINITION = Pattern.compile(
            "CREATE\\s+(OR\\s+REPLACE\\s+)?(GLOBAL\\s+)?(TEMP\\s+|TEMPORARY\\s+)?VIEW\\b.*", Pattern.DOTALL);
    private static final Pattern VIEW_OF_FILES = Pattern.compile(
            "CREATE\\s+(OR\\s+REPLACE\\s+)?(GLOBAL\\s+)?(TEMP|TEMPORARY)\\s+VIEW\\s+\\S+\\s+(\\([^()]*\\)\\s+)?USING\\b.*",
            Pattern.DOTALL);
    private static final Pattern FUNCTION_DEFINITION = Pattern.compile(
            "(CREATE|DROP)\\s+(OR\\s+REPLACE\\s+)?(TEMP\\s+|TEMPORARY\\s+)?FUNCTION\\b.*", Pattern.DOTALL);
    private static final Pattern VARIABLE_ASSIGNMENT = Pattern.compile(
            "(SET\\s+(VAR|VARIABLE)\\b|DECLARE\\b|DROP\\s+(TEMP\\s+|TEMPORARY\\s+)?VARIABLE\\b).*", Pattern.DOTALL);
    private static final Pattern INSERTION = Pattern.compile("\\bINSERT\\s+(INTO|OVERWRITE)\\b");

    private final String outOfScope;

    StatementKind(String outOfScope) {
        this.outOfScope = outOfScope;
    }

    /** Why statements of this kind are not counted; empty for those that are. */
    String outOfScope() {
        return outOfScope;
    }

    static StatementKind of(String sql) {
        String text = COMMENT.matcher(sql).replaceFirst("").toUpperCase(Locale.ROOT);
        String word = text.replaceFirst("(?s)\\A(\\w*).*", "$1");
        return switch (word) {
            case "SELECT", "VALUES", "TABLE", "MAP", "REDUCE", "" -> QUERY;
            case "WITH", "FROM" -> INSERTION.matcher(text).find() ? FIXTURE : QUERY;
            case "SHOW", "DESC", "DESCRIBE", "EXPLAIN", "LIST" -> INSPECTION;
            case "BEGIN", "EXECUTE" -> SCRIPT;
            case "SET", "RESET" -> VARIABLE_ASSIGNMENT.matcher(text).matches() ? VARIABLE : SETTING;
            default -> definition(text);
        };
    }

    private static StatementKind definition(String text) {
        if (VIEW_OF_FILES.matcher(text).matches()) {
            return FIXTURE;
        }
        if (VIEW_DEFINITION.matcher(text).matches()) {
            return VIEW;
        }
        if (FUNCTION_DEFINITION.matcher(text).matches()) {
            return FUNCTION;
        }
        return VARIABLE_ASSIGNMENT.matcher(text).matches() ? VARIABLE : FIXTURE;
    }
}
