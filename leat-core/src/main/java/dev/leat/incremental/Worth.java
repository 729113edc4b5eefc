package dev.leat.incremental;

import dev.leat.plan.Plan;
import java.util.IdentityHashMap;

/**
 * Whether deriving a change is worth its cost. An operator that is recomputed for the keys of a change reads its inputs'
 * content for them; where that is files, all of them are read, and computing the whole result costs no more.
 */
public final class Worth {
    private final Maintained query;
    private final CommitStaging staging;
    private final IdentityHashMap<Plan, Boolean> changes = new IdentityHashMap<>();

    private Worth(Maintained query, CommitStaging staging) {
        this.query = query;
        this.staging = staging;
    }

    /** Whether no operator that changes would have to be recomputed from files. */
    public static boolean isGiven(Maintained query, CommitStaging staging) {
        Worth worth = new Worth(query, staging);
        return query.stored().stream()
                .noneMatch(node -> worth.changes(node)
                        && !worth.merges(node)
                        && query.reads(node, scan -> !staging.isTable(scan)));
    }

    private boolean changes(Plan node) {
        Boolean known = changes.get(node);
        if (known == null) {
            known = node instanceof Plan.Scan scan
                    ? staging.change(scan) != CommitStaging.Change.NONE
                    : node.inputs().stream().anyMatch(this::changes);
            changes.put(node, known);
        }
        return known;
    }

    private boolean merges(Plan node) {
        return node instanceof Plan.Aggregate aggregate
                && MergeableAggregates.isMergeable(aggregate)
                && (MergeableAggregates.isRetractable(aggregate) || onlyAdds(aggregate.input()));
    }

    private boolean onlyAdds(Plan node) {
        if (node instanceof Plan.Scan scan) {
            return staging.change(scan) != CommitStaging.Change.ANY;
        }
        return query.indexOf(node).isPresent()
                ? !changes(node)
                : node.inputs().stream().allMatch(this::onlyAdds);
    }
}
