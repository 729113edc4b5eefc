package dev.leat.run;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which datasets and sinks a run refreshes. */
public final class Selection {
    private final Optional<Set<String>> keys;
    private final Set<String> others;

    private Selection(Optional<Set<String>> keys, Set<String> others) {
        this.keys = keys;
        this.others = Set.copyOf(others);
    }

    /** Everything. */
    public static Selection all() {
        return new Selection(Optional.empty(), Set.of());
    }

    /**
     * The named ones; a name may leave out catalog and schema.
     *
     * @throws LeatException USAGE, when a name is unknown
     */
    public static Selection of(List<String> names, Pipeline pipeline) {
        List<RelationName> known = java.util.stream.Stream.concat(
                        pipeline.datasets().stream().map(Dataset::name),
                        pipeline.sinks().stream().map(sink -> sink.name()))
                .toList();
        Set<String> keys = new LinkedHashSet<>();
        for (String name : names) {
            keys.add(require(name, known).key());
        }
        return new Selection(Optional.of(keys), Set.of());
    }

    /** The same but for these. */
    Selection without(Collection<RelationName> names) {
        Set<String> all = new LinkedHashSet<>(others);
        names.forEach(name -> all.add(name.key()));
        return new Selection(keys, all);
    }

    private static RelationName require(String name, List<RelationName> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> candidate
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .equals(wanted)
                        || candidate.simpleName().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new LeatException(
                        ErrorCode.USAGE,
                        "Cannot refresh " + name + ": the project has no dataset or sink of this name"
                                + NearestName.hint(
                                        name,
                                        known.stream()
                                                .map(RelationName::simpleName)
                                                .toList())));
    }

    /** Whether the run refreshes this one. */
    public boolean contains(RelationName name) {
        return !others.contains(name.key())
                && keys.map(set -> set.contains(name.key())).orElse(true);
    }
}
