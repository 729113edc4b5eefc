package dev.leat.incremental;

import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.plan.SharedSubplans;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** A query prepared for maintenance: its operators, and which of them keep their rows from commit to commit. */
public final class Maintained {
    private final Plan plan;
    private final Predicate<Plan.Scan> grows;
    private final List<Plan> stored = new ArrayList<>();
    private final IdentityHashMap<Plan, Integer> indexes = new IdentityHashMap<>();
    private final StreamNeeds needs;

    private Maintained(Plan plan, Predicate<Plan.Scan> grows, Predicate<Plan> isStored) {
        this.plan = plan;
        this.grows = grows;
        for (Plan node : Plans.nodes(plan)) {
            if (isStored.test(node)) {
                indexes.put(node, stored.size());
                stored.add(node);
            }
        }
        this.needs = new StreamNeeds(plan, stored, this::indexOf);
    }

    /**
     * A query as it is to be maintained.
     *
     * @param query without temporary views
     * @param grows whether rows are only ever added to the relation of a scan
     */
    public static Maintained of(Plan query, Predicate<Plan.Scan> grows) {
        return new Maintained(MergeableAggregates.split(query, grows), grows, Maintained::isStored);
    }

    /**
     * A query without streams as it is to be maintained, in which no two operators that are stored compute the same.
     *
     * @param query without temporary views
     * @param grows whether rows are only ever added to the relation of a scan
     */
    public static Maintained ofView(Plan query, Predicate<Plan.Scan> grows) {
        Plan split = SharedSubplans.share(MergeableAggregates.split(query, grows));
        return new Maintained(split, grows, Maintained::isStored);
    }

    /**
     * A query of streams as it is to be maintained. Rows that come later than a watermark says do not reach the operators above
     * it whose rows are stored; so what a watermark lets through is among what is staged for a commit.
     *
     * @param query without temporary views
     * @param hasPlaces whether the rows of a scan know the part of a source, and the place there, that they stem from
     */
    public static Maintained ofStream(Plan query, Predicate<Plan.Scan> hasPlaces) {
        Maintained plain = of(query, hasPlaces);
        Set<Plan> watermarks = EventTimes.below(operatorsWithPast(plain.plan));
        if (watermarks.isEmpty()) {
            return plain;
        }
        Plan timed = EventTimes.add(plain.plan, watermarks, hasPlaces);
        Set<Plan> kept = EventTimes.below(operatorsWithPast(timed));
        Maintained following = new Maintained(timed, hasPlaces, node -> isStored(node) || kept.contains(node));
        return following.followsStreams() ? following : plain;
    }

    /** The operators whose change depends on rows that came before. */
    private static List<Plan> operatorsWithPast(Plan plan) {
        return Plans.nodes(plan).stream()
                .filter(node -> isStored(node) || StreamNeeds.joinsStreams(node))
                .toList();
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

    /** The operators whose rows are kept, each after those it reads; of watermarks they are kept until the commit ends. */
    public List<Plan> stored() {
        return List.copyOf(stored);
    }

    /** Whether rows can be too late. */
    public boolean hasWatermarks() {
        return stored.stream().anyMatch(Plan.Watermark.class::isInstance);
    }

    /** A watermark among the stored operators, if that index is one's. */
    public Optional<Plan.Watermark> watermark(int index) {
        return stored.get(index) instanceof Plan.Watermark watermark ? Optional.of(watermark) : Optional.empty();
    }

    /** The relation that a watermark's rows stem from, or the first of several. */
    public RelationName source(Plan.Watermark watermark) {
        return sources(watermark).get(0);
    }

    /** The relations that a watermark's rows stem from, one at least. */
    public List<RelationName> sources(Plan.Watermark watermark) {
        return Plans.nodes(watermark).stream()
                .filter(node -> node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM)
                .map(node -> ((Plan.Scan) node).relation())
                .distinct()
                .toList();
    }

    /** Whether the rows of a stored operator are needed in later commits. */
    public boolean isKept(int index) {
        return watermark(index).isEmpty() || needs.isReadAsAWhole(stored.get(index));
    }

    /** Which rows of a stored operator cannot change any more once watermarks have passed; empty where that is never known. */
    public Optional<ClosedGroups> closed(int index) {
        return needs.closed(index);
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
        FULL,
        /** Rows that are not late are taken. */
        IN_TIME
    }

    /** How one of {@link #described} is brought up to date; all others are linear or inner joins, by their delta. */
    public Rule rule(Plan node) {
        if (KeyedJoin.is(node)) {
            return Rule.LOOKED_UP;
        }
        if (node instanceof Plan.Watermark) {
            return Rule.IN_TIME;
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

    /** Whether rows that an operator reads can be taken away when its inputs change. */
    public boolean canLose(Plan node) {
        return node.inputs().stream().anyMatch(input -> MergeableAggregates.canShrink(input, grows));
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

    /** Whether the change of a stream tells that of the query, together with what is stored and the tables it is joined with. */
    public boolean followsStreams() {
        return needs.areStored();
    }

    /** Whether the change of a stream tells that of the query without any rows of its operators. */
    public boolean followsWithoutState() {
        return stored.isEmpty() && followsStreams();
    }

    /** Whether what a node made of the rows of streams that came before is computed again in later commits. */
    boolean isComputedAgain(Plan node) {
        return needs.isComputedAgain(node);
    }

    /** Whether all stored operators are groups that merge: then what is stored is small, and cheap to bring up to date. */
    public boolean isMergeable() {
        return stored.stream().allMatch(Maintained::merges);
    }

    static boolean merges(Plan node) {
        return node instanceof Plan.Watermark
                || (node instanceof Plan.Aggregate aggregate && MergeableAggregates.isMergeable(aggregate));
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
            if (indexes.containsKey(node)) {
                return merges(node);
            }
        }
        return true;
    }

    /** The index of an operator among {@link #stored}, if its rows are. */
    public OptionalInt indexOf(Plan node) {
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

    /**
     * Whether a stream only gets more rows, whatever they are: groups that are there already would change.
     *
     * @param isInserts whether what it reads only gets more rows
     */
    public boolean addsAlone(boolean isInserts) {
        return isInserts && stored().stream().allMatch(Plan.Watermark.class::isInstance);
    }
}
