package dev.leat.plan;

import dev.leat.error.Checks;
import dev.leat.type.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The full name of a dataset, source or view: {@code catalog.schema.name}, or the two parts format and path of a file
 * source named in a query.
 */
public record RelationName(List<String> parts) {
    private static final Pattern PART = Pattern.compile("(`[^`]*(?:``[^`]*)*`|[^`.]+)(?:\\.|$)");

    public RelationName {
        parts = List.copyOf(parts);
        Checks.verify(!parts.isEmpty(), "a relation has a name");
    }

    /** A name of the given parts. */
    public static RelationName of(String... parts) {
        return new RelationName(List.of(parts));
    }

    /** The name that a {@link #key} or a name written by {@link #toString} stands for; a key has lost the case of letters. */
    public static RelationName ofKey(String key) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(key);
        int end = 0;
        while (part.find() && part.start() == end) {
            parts.add(Identifiers.unquote(part.group(1)));
            end = part.end();
        }
        Checks.verify(end == key.length() && !key.endsWith("."), "a key is names with dots between them");
        return new RelationName(parts);
    }

    /** The last part. */
    public String simpleName() {
        return parts.get(parts.size() - 1);
    }

    /** What tells a relation from others of a project: the last part, or the format and path of files. */
    public String shortName() {
        return parts.size() == 2 ? toString() : simpleName();
    }

    /** The form by which names are compared: case does not matter. */
    public String key() {
        return parts.stream()
                .map(part -> Identifiers.quote(part.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("."));
    }

    @Override
    public String toString() {
        return parts.stream().map(Identifiers::quoteIfNeeded).collect(Collectors.joining("."));
    }
}
