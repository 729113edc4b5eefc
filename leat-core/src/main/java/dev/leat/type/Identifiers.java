package dev.leat.type;

import java.util.regex.Pattern;

/** Identifiers as Spark's parser reads them. */
public final class Identifiers {
    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private Identifiers() {}

    /** The name in backticks. */
    public static String quote(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** The name without the backticks it may have. */
    public static String unquote(String name) {
        return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
    }

    /** The name, in backticks if it is not made of ASCII letters, digits and underscores only. */
    public static String quoteIfNeeded(String name) {
        return PLAIN.matcher(name).matches() ? name : quote(name);
    }
}
