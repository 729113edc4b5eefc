package dev.leat.plan;

import dev.leat.error.Checks;
import dev.leat.type.Identifiers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The full name of a dataset, source or view: {@code catalog.schema.name}, or the two parts format and path of a file
 * source named in a query.
 */
public record RelationName(List<String> parts) {
    public RelationName {
        parts = List.copyOf(parts);
        Checks.verify(!parts.isEmpty(), "a relation has a name");
    }

    /** A name of the given parts. */
    public static RelationName of(String... parts) {
        return new RelationName(List.of(parts));
    }

    /** The last part. */
    public String simpleName() {
        return parts.get(parts.size() - 1);
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
