package dev.leat.plan;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes subplans of the same {@link Fingerprint} one node, so that they are computed once; in place of each further one
 * stands a projection that gives the columns the ids it had.
 *
 * <p>Bare scans and constant rows stay as they are: reading twice costs less than what keeps an engine from pushing a
 * condition into the one of them.
 *
 * <p>Runs after {@link ColumnPruning}: two readers of a CSV file that need different columns must stay two, since which
 * rows are malformed depends on the columns read.
 */
public final class SharedSubplans {
    private SharedSubplans() {}

    /** The plan with equal subplans shared. */
    public static Plan share(Plan plan) {
        List<Plan> nodes = Plans.nodes(plan);
        IdentityHashMap<Plan, Fingerprint> fingerprints = Fingerprint.ofNodes(nodes);
        Map<Fingerprint, Plan> first = new HashMap<>();
        IdentityHashMap<Plan, Plan> shared = new IdentityHashMap<>();
        for (Plan node : nodes) {
            Plan copy = Plans.withInputs(
                    node, node.inputs().stream().map(shared::get).toList());
            Plan known = isLeaf(node)
                    ? copy
                    : first.computeIfAbsent(Fingerprint.require(fingerprints, node), unseen -> copy);
            shared.put(node, known == copy ? copy : renamed(known, node.output()));
        }
        return shared.getOrDefault(plan, plan);
    }

    private static boolean isLeaf(Plan node) {
        return node.inputs().isEmpty();
    }

    private static Plan renamed(Plan plan, List<Column> columns) {
        return new Plan.Project(plan, Projections.renaming(plan.output(), columns));
    }
}
