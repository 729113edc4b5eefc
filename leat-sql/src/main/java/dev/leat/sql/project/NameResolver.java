package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.plan.Plan.ScanMode;
import dev.leat.sql.project.Resolution.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds what the names in queries mean; unknown ones are reported, each once per query. */
final class NameResolver {
    private final Predicate<String> isExpected;
    private final Definitions definitions;
    private final Problems problems;

    /**
     * A resolver.
     *
     * @param isExpected whether a simple name would be defined if a statement had not failed
     */
    NameResolver(Predicate<String> isExpected, Definitions definitions, Problems problems) {
        this.isExpected = isExpected;
        this.definitions = definitions;
        this.problems = problems;
    }

    Resolution resolve(QueryDefinition query) {
        Map<Reference, Definition> found = new LinkedHashMap<>();
        List<Reference> files = new ArrayList<>();
        Set<String> unknown = new HashSet<>();
        for (Reference reference : query.references()) {
            Optional<Definition> meant = definitions.resolve(reference.parts(), query.schemaName());
            if (meant.isEmpty() && FileSources.isFile(reference.parts())) {
                files.add(reference);
            } else if (meant.isPresent()) {
                found.put(reference, meant.get());
            } else if (unknown.add(reference.toString().toLowerCase(java.util.Locale.ROOT))) {
                reportUnknown(reference);
            }
        }
        boolean isBroken = query.found().state() == State.BROKEN || !unknown.isEmpty() || hidesAndReads(query, found);
        return new Resolution(found, files, isBroken ? State.BROKEN : State.COMPLETE);
    }

    private void reportUnknown(Reference reference) {
        List<String> parts = reference.parts();
        if (isExpected.test(parts.get(parts.size() - 1))) {
            return;
        }
        problems.add(Diagnostic.ofSpark(
                ErrorCode.ANALYSIS,
                "TABLE_OR_VIEW_NOT_FOUND",
                "There is no table or view " + reference + definitions.hint(parts),
                Optional.of(reference.position())));
    }

    /** Spark's analyzer sees full names only of streams, so one query can't read STREAM(view) and the table it hides. */
    private boolean hidesAndReads(QueryDefinition query, Map<Reference, Definition> found) {
        for (Map.Entry<Reference, Definition> view : found.entrySet()) {
            boolean isStream = view.getKey().mode() == ScanMode.STREAM;
            if (!isStream || view.getValue().name().parts().size() > 1) {
                continue;
            }
            Optional<Definition> hidden =
                    definitions.find(definitions.qualify(view.getKey().parts(), query.schemaName()));
            if (hidden.isPresent() && found.containsValue(hidden.get())) {
                problems.add(
                        ErrorCode.NOT_SUPPORTED,
                        view.getKey().position(),
                        "A query that reads both the stream of the "
                                + view.getValue().kind() + " and the "
                                + hidden.get().kind() + " " + view.getKey() + " is not supported; rename one of them");
                return true;
            }
        }
        return false;
    }
}
