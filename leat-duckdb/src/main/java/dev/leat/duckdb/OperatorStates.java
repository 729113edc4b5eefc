package dev.leat.duckdb;

import dev.leat.incremental.Maintained;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of the tables with the rows of a query's stored operators. A view's operators are told by what they compute, so that
 * all views which compute the same share one table. What a stream has stored depends on what it has read so far; its tables are
 * its own.
 *
 * @param names by the index among {@link Maintained#stored}
 * @param kept those whose rows are kept from commit to commit
 */
record OperatorStates(List<String> names, List<String> kept) {
    OperatorStates {
        names = List.copyOf(names);
        kept = List.copyOf(kept);
    }

    static OperatorStates of(Dataset dataset, Maintained maintained, Pipeline pipeline) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < maintained.stored().size(); i++) {
            names.add(
                    dataset instanceof Dataset.StreamingTable
                            ? TableNames.ownState(dataset.name(), i)
                            : unlike(names, ProgramDigest.of(maintained.stored().get(i), pipeline)));
        }
        List<String> kept = IntStream.range(0, names.size())
                .filter(maintained::isKept)
                .mapToObj(names::get)
                .toList();
        return new OperatorStates(names, kept);
    }

    /** A query that has the same operator twice has a table for each. */
    private static String unlike(List<String> names, String name) {
        return names.contains(name) ? unlike(names, name + "+") : name;
    }

    /** The name of the table of an operator. */
    String name(int index) {
        return names.get(index);
    }
}
