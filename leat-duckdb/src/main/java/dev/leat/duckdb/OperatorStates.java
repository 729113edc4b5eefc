package dev.leat.duckdb;

import dev.leat.incremental.Maintained;
import dev.leat.incremental.MaintainedQueries;
import dev.leat.pipeline.Dataset;
import dev.leat.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of the tables with the rows of a query's stored operators. A view's operators over datasets are told by what they
 * compute, so that all views which compute the same share one table. What a stream has stored depends on what it has read so far,
 * and a view that reads a source accounts for each record: these tables are a dataset's own.
 *
 * @param names by the index among {@link Maintained#stored}
 * @param kept those whose rows are kept from commit to commit
 */
record OperatorStates(List<String> names, List<String> kept) {
    OperatorStates {
        names = List.copyOf(names);
        kept = List.copyOf(kept);
    }

    static OperatorStates of(Dataset dataset, Maintained maintained, MaintainedQueries queries) {
        List<String> names = names(dataset, maintained, queries);
        if (new HashSet<>(names).size() < names.size()) {
            // Equal operators are one, so that this should not be; nothing is shared then.
            IntStream.range(0, names.size()).forEach(i -> names.set(i, TableNames.ownState(dataset.name(), i)));
        }
        List<String> kept = IntStream.range(0, names.size())
                .filter(maintained::isKept)
                .mapToObj(names::get)
                .toList();
        return new OperatorStates(names, kept);
    }

    private static List<String> names(Dataset dataset, Maintained maintained, MaintainedQueries queries) {
        List<String> names = new ArrayList<>();
        for (Plan operator : maintained.stored()) {
            boolean isShared = !(dataset instanceof Dataset.StreamingTable) && queries.isShareable(operator);
            names.add(
                    isShared
                            ? ProgramDigest.of(operator, queries.pipeline())
                            : TableNames.ownState(dataset.name(), names.size()));
        }
        return names;
    }

    /** The name of the table of an operator. */
    String name(int index) {
        return names.get(index);
    }
}
