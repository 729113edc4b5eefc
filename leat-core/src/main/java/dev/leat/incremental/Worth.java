package dev.leat.incremental;

import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Whether deriving a change is worth its cost, which is that of the old content it reads: the other side of a join, the parts
 * of an operator that is computed anew. Whether the rows that have the keys of a change are found in less time than all rows
 * take depends on how the content is read; the whole result reads all of it.
 */
public final class Worth {
    /** A tenth is not worth another way: estimates are no better. */
    private static final double SHARE_MAX = 1.05;

    /** What looking up keys in tables, and in files that are read by columns, takes of a full read. */
    private static final double LOOKUP_SHARE = 0.3;

    /** What comparing an operator that is computed anew with its stored rows takes, of what it reads. */
    private static final double COMPARISON_SHARE = 0.2;

    /** Less than this is staged in no time. */
    private static final double STAGED_BYTES_MIN = 16e6;

    private final Maintained query;
    private final CommitStaging staging;
    private final IdentityHashMap<Plan, Boolean> changes = new IdentityHashMap<>();

    private Worth(Maintained query, CommitStaging staging) {
        this.query = query;
        this.staging = staging;
    }

    /** Whether the change is likely to take less than the whole. */
    public static boolean isGiven(Maintained query, CommitStaging staging) {
        Worth worth = new Worth(query, staging);
        double whole = 0;
        double change = 0;
        for (Plan node : worth.nodes()) {
            if (node instanceof Plan.Scan scan) {
                whole += staging.bytes(scan);
            } else if (worth.changes(node)) {
                change += worth.reads(node);
            }
        }
        return change <= SHARE_MAX * whole;
    }

    /** The nodes without those that are only read by operators whose change is known: neither way computes these. */
    private Set<Plan> nodes() {
        Set<Plan> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Plan> open = new ArrayDeque<>(List.of(query.plan()));
        while (!open.isEmpty()) {
            Plan node = open.pop();
            if (!isDerived(node) && found.add(node)) {
                node.inputs().forEach(open::push);
            }
        }
        return found;
    }

    private boolean isDerived(Plan node) {
        OptionalInt index = query.indexOf(node);
        return index.isPresent() && staging.isDerived(index.getAsInt());
    }

    /** How much a change may stage before the whole is the better way: as much as that reads. */
    static double bytesMax(Maintained query, CommitStaging staging) {
        double whole = Plans.nodes(query.plan()).stream()
                .filter(Plan.Scan.class::isInstance)
                .mapToDouble(node -> staging.bytes((Plan.Scan) node))
                .sum();
        return Math.max(STAGED_BYTES_MIN, whole);
    }

    /** What an operator reads of old content when its inputs change. */
    private double reads(Plan node) {
        if (query.indexOf(node).isPresent()) {
            boolean isTop = node instanceof Plan.Limit limit && TopRows.isMerged(limit) && onlyAdds(limit.input());
            if (isTop || merges(node)) {
                return 0;
            }
            double inputs = node.inputs().stream()
                    .mapToDouble(input -> content(input, !query.keys(node).isEmpty()))
                    .sum();
            return (1 + COMPARISON_SHARE) * inputs;
        }
        if (!(node instanceof Plan.Join join)) {
            return 0;
        }
        boolean isKeyed = !EquiKeys.of(join).isEmpty();
        if (KeyedJoin.is(join)) {
            boolean isRight = join.kind() == Plan.JoinKind.RIGHT;
            Plan outer = isRight ? join.right() : join.left();
            Plan inner = isRight ? join.left() : join.right();
            return content(inner, true) + (changes(inner) ? content(outer, true) : 0);
        }
        return (changes(join.left()) ? direct(join.right(), isKeyed) : 0)
                + (changes(join.right()) ? direct(join.left(), isKeyed) : 0);
    }

    /** The content of one side of an inner join; what is below another inner join there is read for that one. */
    private double direct(Plan node, boolean isKeyed) {
        boolean isJoins = node instanceof Plan.Join join && join.kind() == Plan.JoinKind.INNER;
        boolean passes = node instanceof Plan.Project || node instanceof Plan.Filter;
        if (isJoins && changes(node)) {
            return 0;
        }
        return passes ? direct(node.inputs().get(0), isKeyed) : content(node, isKeyed);
    }

    private double content(Plan node, boolean isKeyed) {
        if (query.indexOf(node).isPresent()) {
            return 0;
        }
        if (node instanceof Plan.Scan scan) {
            boolean isLookedUp = isKeyed && staging.access(scan) != CommitStaging.Access.RECORDS;
            return (isLookedUp ? LOOKUP_SHARE : 1) * staging.bytes(scan);
        }
        return node.inputs().stream()
                .mapToDouble(input -> content(input, isKeyed))
                .sum();
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
        boolean mayShrink = query.indexOf(node).isPresent() || KeyedJoin.is(node);
        return mayShrink ? !changes(node) : node.inputs().stream().allMatch(this::onlyAdds);
    }
}
