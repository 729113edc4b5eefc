package dev.leat.incremental;

import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the change of a query of streams needs beside the changes of its inputs: the content of nodes, which is that of stored
 * operators or of tables, and how long stored rows are part of it.
 */
final class StreamNeeds {
    private final Plan plan;
    private final List<Plan> stored;
    private final Function<Plan, OptionalInt> index;

    /**
     * The needs of a query.
     *
     * @param stored its operators whose rows are stored
     * @param index that of an operator among them
     */
    StreamNeeds(Plan plan, List<Plan> stored, Function<Plan, OptionalInt> index) {
        this.plan = plan;
        this.stored = List.copyOf(stored);
        this.index = index;
    }

    static boolean joinsStreams(Plan node) {
        return node instanceof Plan.Join && node.inputs().stream().allMatch(ClosedGroups::readsStream);
    }

    /** Whether all content that is needed of streams is stored, or, for inner joins, can be read again. */
    boolean areStored() {
        return Plans.nodes(plan).stream().allMatch(node -> needed(node).stream().noneMatch(this::isStreamItself));
    }

    /** The inputs whose content is needed for the change of a node. An inner join reads again what it has of a stream. */
    private List<Plan> needed(Plan node) {
        if (node instanceof Plan.SessionWindow || Maintained.merges(node)) {
            return List.of();
        }
        return isStored(node) ? node.inputs() : KeyedJoin.is(node) ? neededByJoin(node) : List.of();
    }

    /** Whether content is that of a stream, which is not stored. */
    private boolean isStreamItself(Plan content) {
        return !isStored(content)
                && (content instanceof Plan.Scan scan
                        ? scan.mode() == Plan.ScanMode.STREAM
                        : content.inputs().stream().anyMatch(this::isStreamItself));
    }

    private boolean isStored(Plan node) {
        return index.apply(node).isPresent();
    }

    /** The sides whose content a join needs; none of what is no join. */
    private static List<Plan> neededByJoin(Plan node) {
        if (!(node instanceof Plan.Join join)) {
            return List.of();
        }
        if (KeyedJoin.is(join)) {
            return KeyedJoin.readSides(join);
        }
        return joinsStreams(join) ? join.inputs() : List.of();
    }

    /** Whether content is found from the rows of a node, which may give it itself. */
    private boolean isFoundFrom(Plan content, Plan node) {
        return content == node
                || (!isStored(content) && content.inputs().stream().anyMatch(input -> isFoundFrom(input, node)));
    }

    /** The stored operators that read what a node gives without another one in between. */
    private List<Plan> readers(Plan node) {
        return stored.stream()
                .filter(above -> above.inputs().stream().anyMatch(input -> isFoundFrom(input, node)))
                .toList();
    }

    /** Whether the change of another operator follows from all rows of a node, not from those that change alone. */
    boolean isReadAsAWhole(Plan node) {
        return readers(node).stream().anyMatch(Predicate.not(StreamNeeds::isOfChangesAlone))
                || !joins(node).isEmpty();
    }

    /** The joins that need the rows of a node. */
    private List<Plan.Join> joins(Plan node) {
        return Plans.nodes(plan).stream()
                .filter(above -> neededByJoin(above).stream().anyMatch(side -> isFoundFrom(side, node)))
                .map(Plan.Join.class::cast)
                .toList();
    }

    /** Whether an operator above others never needs more than their changes. */
    private static boolean isOfChangesAlone(Plan node) {
        return node instanceof Plan.SessionWindow
                || (node instanceof Plan.Aggregate aggregate
                        && MergeableAggregates.isMergeable(aggregate)
                        && (MergeableAggregates.isRetractable(aggregate)
                                || !MergeableAggregates.canShrink(aggregate.input(), scan -> true)));
    }

    /** Whether what a node made of the rows of streams that came before is computed again, from its inputs. */
    boolean isComputedAgain(Plan node) {
        return !isStored(node)
                && Plans.nodes(plan).stream()
                        .flatMap(above -> Stream.concat(needed(above).stream(), neededByJoin(above).stream()))
                        .anyMatch(content -> ClosedGroups.readsStream(content) && isFoundFrom(content, node));
    }

    /** Which rows of a stored operator no row in time can change any more; empty where that is never known. */
    Optional<ClosedGroups> closed(int operator) {
        Plan node = stored.get(operator);
        if (node instanceof Plan.Watermark watermark) {
            return isReadAsAWhole(node) ? closedRows(watermark, operator) : Optional.empty();
        }
        if (node instanceof Plan.Aggregate aggregate) {
            return isReadAsAWhole(node) ? Optional.empty() : ClosedGroups.of(aggregate, index::apply);
        }
        return node instanceof Plan.SessionWindow window
                        && readers(node).stream().allMatch(above -> groupsBySession(above, window))
                ? ClosedGroups.of(window, index::apply)
                : Optional.empty();
    }

    private static boolean groupsBySession(Plan node, Plan.SessionWindow window) {
        return node instanceof Plan.Aggregate aggregate
                && aggregate.keys().stream()
                        .anyMatch(key -> ClosedGroups.session(key.expression(), aggregate.input())
                                .filter(window::equals)
                                .isPresent());
    }

    /** The rows of a watermark that only closed groups were made of, or that a join does not need any more. */
    private Optional<ClosedGroups> closedRows(Plan.Watermark watermark, int operator) {
        int time = watermark.output().size() - EventTimes.COLUMNS;
        List<Plan.Join> joins = joins(watermark);
        List<Plan> readers = readers(watermark);
        if (!joins.isEmpty()) {
            // An outer join takes back rows that it does not know to have been joined; only a result bears that.
            boolean isOfJoin = joins.size() == 1
                    && readers.stream().allMatch(StreamNeeds::isOfChangesAlone)
                    && (readers.isEmpty() || joins.get(0).kind() == Plan.JoinKind.INNER);
            return isOfJoin ? JoinTimes.closed(joins.get(0), watermark, time, index::apply) : Optional.empty();
        }
        return readers.size() == 1 && readers.get(0) instanceof Plan.Aggregate groups
                ? ClosedGroups.of(groups, index::apply).flatMap(closed -> closed.ofTimes(operator, time))
                : Optional.empty();
    }
}
