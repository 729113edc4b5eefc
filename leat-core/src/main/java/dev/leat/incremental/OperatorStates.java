package dev.leat.incremental;

import dev.leat.pipeline.Dataset;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The names of the tables with the rows of a query's stored operators. A view's operators over datasets are told by what they
 * compute, so that all views which compute the same share one table. What a stream has stored depends on what it has read so far,
 * and a view that reads a source accounts for each record: these tables are a dataset's own.
 *
 * @param names by the index among {@link Maintained#stored}
 * @param kept those whose rows are kept from commit to commit
 * @param shared those that other views may have, too
 */
public record OperatorStates(List<String> names, List<String> kept, Set<String> shared) {
    public OperatorStates {
        names = List.copyOf(names);
        shared = Set.copyOf(shared);
        kept = List.copyOf(kept);
    }

    /** The names for a dataset. */
    public static OperatorStates of(Dataset dataset, Maintained maintained, MaintainedQueries queries) {
        List<String> names = new ArrayList<>();
        Set<String> shared = new HashSet<>();
        for (Plan operator : maintained.stored()) {
            boolean mayBeShared = !(dataset instanceof Dataset.StreamingTable) && queries.isShareable(operator);
            String name =
                    mayBeShared ? ProgramDigest.of(operator, queries.pipeline()) : own(dataset.name(), names.size());
            names.add(name);
            if (mayBeShared && !shared.add(name)) {
                return unshared(dataset, maintained);
            }
        }
        return new OperatorStates(names, kept(names, maintained), shared);
    }

    /** Equal operators are one, so that there should be no two under one name; nothing is shared then. */
    private static OperatorStates unshared(Dataset dataset, Maintained maintained) {
        List<String> names = IntStream.range(0, maintained.stored().size())
                .mapToObj(i -> own(dataset.name(), i))
                .toList();
        return new OperatorStates(names, kept(names, maintained), Set.of());
    }

    private static List<String> kept(List<String> names, Maintained maintained) {
        return IntStream.range(0, names.size())
                .filter(maintained::isKept)
                .mapToObj(names::get)
                .toList();
    }

    /** Whether other views may have the table of an operator, too. */
    public boolean isShared(int index) {
        return shared.contains(name(index));
    }

    /** The name of the table of an operator. */
    public String name(int index) {
        return names.get(index);
    }

    /** The name of a table that belongs to one dataset: its full name in lower case and the index of the operator. */
    private static String own(RelationName name, int index) {
        return String.join(".", name.parts()).toLowerCase(Locale.ROOT) + "$" + index;
    }
}
