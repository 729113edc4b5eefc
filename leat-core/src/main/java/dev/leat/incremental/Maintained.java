package dev.leat.incremental;

import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** A query prepared for maintenance: its operators, and which of them keep their rows from commit to commit. */
public final class Maintained {
    private final Plan plan;
    private final Predicate<Plan.Scan> grows;
    private final List<Plan> stored = new ArrayList<>();
    private final IdentityHashMap<Plan, Integer> indexes = new IdentityHashMap<>();

    private Maintained(Plan plan, Predicate<Plan.Scan> grows) {
        this.plan = plan;
        this.grows = grows;
        for (Plan node : Plans.nodes(plan)) {
            if (isStored(node)) {
                indexes.put(node, stored.size());
                stored.add(node);
            }
        }
    }

    /**
     * A query as it is to be maintained.
     *
     * @param query without temporary views
     * @param grows whether rows are only ever added to the relation of a scan
     */
    public static Maintained of(Plan query, Predicate<Plan.Scan> grows) {
        return new Maintained(MergeableAggregates.split(query, grows), grows);
    }

    private static boolean isStored(Plan node) {
        return node instanceof Plan.Aggregate
                || node instanceof Plan.Distinct
                || node instanceof Plan.SetOperation
                || node instanceof Plan.Window
                || node instanceof Plan.SessionWindow
                || node instanceof Plan.Limit
                || (node instanceof Plan.Join join && join.kind() != Plan.JoinKind.INNER && !KeyedJoin.is(join));
    }

    /** The query; it gives what the original does. */
    public Plan plan() {
        return plan;
    }

    /** The operators whose rows are kept, each after those it reads. */
    public List<Plan> stored() {
        return List.copyOf(stored);
    }

    /** The operators that need more than the change itself, each after those it reads. */
    public List<Plan> described() {
        return Plans.nodes(plan).stream()
                .filter(node -> indexes.containsKey(node) || KeyedJoin.is(node))
                .toList();
    }

    /** How an operator is brought up to date. */
    public enum Rule {
        /** The groups of the change are merged with the stored ones. */
        MERGE,
        /** Groups of added rows are merged with the stored ones; where rows are taken away, by touched keys. */
        MERGE_ADDED,
        /** The change of each side is joined with what has its keys on the other; nothing is stored. */
        LOOKED_UP,
        /** What has a key that occurs in a change is computed anew. */
        TOUCHED_KEYS,
        /** Added rows are merged with the stored ones; where a stored one is taken away, all of it is computed anew. */
        TOP_ROWS,
        /** All of it is computed anew. */
        FULL
    }

    /** How one of {@link #described} is brought up to date; all others are linear or inner joins, by their delta. */
    public Rule rule(Plan node) {
        if (KeyedJoin.is(node)) {
            return Rule.LOOKED_UP;
        }
        if (node instanceof Plan.Aggregate aggregate && MergeableAggregates.isMergeable(aggregate)) {
            boolean always = MergeableAggregates.isRetractable(aggregate)
                    || !MergeableAggregates.canShrink(aggregate.input(), grows);
            return always ? Rule.MERGE : Rule.MERGE_ADDED;
        }
        if (node instanceof Plan.Limit limit && TopRows.isMerged(limit)) {
            return Rule.TOP_ROWS;
        }
        return keys(node).isEmpty() ? Rule.FULL : Rule.TOUCHED_KEYS;
    }

    /** The keys by which an operator falls into independent parts; empty if it does not. */
    public List<Expression> keys(Plan node) {
        return TouchedKeys.of(node).output();
    }

    /** Whether an operator reads the content of a scan, not that of a stored operator in between. */
    public boolean reads(Plan node, Predicate<Plan.Scan> scan) {
        return node.inputs().stream()
                .anyMatch(input -> input instanceof Plan.Scan found
                        ? scan.test(found)
                        : indexOf(input).isEmpty() && reads(input, scan));
    }

    /** Whether all operators but filters, projections, unions and inner joins are groups that merge with added rows. */
    public boolean followsStreams() {
        return described().stream()
                .allMatch(
                        node -> node instanceof Plan.Aggregate aggregate && MergeableAggregates.isMergeable(aggregate));
    }

    /** Whether all stored operators are groups that merge: then what is stored is small, and cheap to bring up to date. */
    public boolean isMergeable() {
        return stored.stream()
                .allMatch(
                        node -> node instanceof Plan.Aggregate aggregate && MergeableAggregates.isMergeable(aggregate));
    }

    /** Whether the change of a scan is read by linear operators only, up to an aggregate that merges it or to the result. */
    boolean isReadOnce(Plan.Scan scan) {
        Plan node = scan;
        while (node != plan) {
            Plan read = node;
            List<Plan> readers = Plans.nodes(plan).stream()
                    .filter(reader -> reader.inputs().stream().anyMatch(input -> input == read))
                    .toList();
            node = readers.get(0);
            if (readers.size() > 1 || node.inputs().size() > 1) {
                return false;
            }
            if (isStored(node)) {
                return node instanceof Plan.Aggregate aggregate && MergeableAggregates.isMergeable(aggregate);
            }
        }
        return true;
    }

    OptionalInt indexOf(Plan node) {
        Integer index = indexes.get(node);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** The name under which a plan reads the stored rows of an operator. */
    public static RelationName state(int index) {
        return Relations.state(index);
    }

    /**
     * The operator computed from the stored rows of those below it, for a first run.
     *
     * @param node one of {@link #stored}, or the root
     */
    public Plan overStored(Plan node) {
        IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();
        for (Plan each : Plans.nodes(node)) {
            boolean isRead = each != node && indexes.containsKey(each);
            Plan copy = isRead
                    ? scan(each)
                    : Plans.withInputs(
                            each, each.inputs().stream().map(done::get).toList());
            done.put(each, copy);
        }
        return done.getOrDefault(node, node);
    }

    /** The whole query, from the stored rows of its operators. */
    public Plan result() {
        return indexes.containsKey(plan) ? scan(plan) : overStored(plan);
    }

    private Plan scan(Plan node) {
        return Stored.scan(state(indexes.getOrDefault(node, -1)), node.output());
    }
}
