package dev.leat.sql.project;

import dev.leat.plan.Plan.ScanMode;
import dev.leat.plan.RelationName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the names in a query mean.
 *
 * @param definitions by reference
 * @param files references to files
 * @param state whether every name has a meaning
 */
record Resolution(Map<Reference, Definition> definitions, List<Reference> files, State state) {
    Resolution {
        definitions = Map.copyOf(new LinkedHashMap<>(definitions));
        files = List.copyOf(files);
    }

    /** Whether every name has a meaning. */
    enum State {
        COMPLETE,
        /** Something is unknown or wrong, and reported. */
        BROKEN
    }

    /** The first reference that reads a stream. */
    static Optional<Reference> firstStream(QueryDefinition query) {
        return query.references().stream()
                .filter(reference -> reference.mode() == ScanMode.STREAM)
                .findFirst();
    }

    /** The names of files in queries. */
    static RelationName fileName(Reference reference) {
        return RelationName.of(
                reference.parts().get(0).toLowerCase(java.util.Locale.ROOT),
                reference.parts().get(1));
    }
}
