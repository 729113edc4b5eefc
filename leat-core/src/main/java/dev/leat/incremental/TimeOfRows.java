package dev.leat.incremental;

import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds out whether a query of streams asks for the time only where a row, once it has one, keeps it: among the rows that come
 * in with a commit. Where rows that are there already are computed once more, to be taken back or to be compared with what is
 * stored, they would have another time than before.
 */
final class TimeOfRows {
    private final Maintained query;
    private final Predicate<Plan.Scan> growsAlone;

    /**
     * The rule for a query.
     *
     * @param growsAlone whether rows of a stream that is read never change
     */
    TimeOfRows(Maintained query, Predicate<Plan.Scan> growsAlone) {
        this.query = query;
        this.growsAlone = growsAlone;
    }

    /** Why the time cannot be asked for at a place. */
    enum Misplaced {
        /** The rows there are replaced by others in later commits. */
        ABOVE_ROWS_THAT_CHANGE,
        /** The rows there are computed once more in later commits. */
        COMPUTED_AGAIN,
        /** All rows are written anew when some change. */
        WRITTEN_AGAIN
    }

    /**
     * A place where the time cannot be asked for.
     *
     * @param node the operator that asks for it
     */
    record Problem(Plan node, Misplaced why) {}

    /** The first such place. */
    Optional<Problem> find() {
        return Plans.nodes(query.plan()).stream()
                .filter(CurrentTime::isIn)
                .flatMap(node -> problem(node).map(why -> new Problem(node, why)).stream())
                .findFirst();
    }

    private Optional<Misplaced> problem(Plan node) {
        boolean readsStream = ClosedGroups.readsStream(node);
        if (readsStream && !node.inputs().stream().allMatch(this::growsAlone)) {
            return Optional.of(Misplaced.ABOVE_ROWS_THAT_CHANGE);
        }
        boolean isFixed = query.followsStreams()
                && (!readsStream || takesChangesAlone(node))
                && !query.isComputedAgain(node)
                && !isStoredForTable(node);
        return isFixed ? Optional.empty() : Optional.of(Misplaced.COMPUTED_AGAIN);
    }

    /** Whether an operator stores rows of tables, which no stream brings, that were made of the node's. */
    private boolean isStoredForTable(Plan node) {
        return query.stored().stream()
                .anyMatch(stored -> !ClosedGroups.readsStream(stored)
                        && Plans.nodes(stored).stream().anyMatch(below -> below == node));
    }

    private static boolean takesChangesAlone(Plan node) {
        return node instanceof Plan.Project
                || node instanceof Plan.Filter
                || node instanceof Plan.Generate
                || node instanceof Plan.Expand
                || Maintained.merges(node)
                || (node instanceof Plan.Join join && (join.kind() == Plan.JoinKind.INNER || isWithTable(join)));
    }

    /** Whether a row of a stream gets what a table has for it when it comes, and nothing else later. */
    private static boolean isWithTable(Plan.Join join) {
        return KeyedJoin.is(join) && KeyedJoin.readSides(join).stream().noneMatch(ClosedGroups::readsStream);
    }

    /** Whether rows are only ever added to what a plan gives. Tables are taken as they are. */
    boolean growsAlone(Plan node) {
        if (!ClosedGroups.readsStream(node)) {
            return true;
        }
        if (node instanceof Plan.Scan scan) {
            return growsAlone.test(scan);
        }
        boolean addsAlone = node instanceof Plan.Project
                || node instanceof Plan.Filter
                || node instanceof Plan.Generate
                || node instanceof Plan.Expand
                || node instanceof Plan.Union
                || node instanceof Plan.Watermark
                || node instanceof Plan.Distinct
                || (node instanceof Plan.Aggregate keys && keys.aggregates().isEmpty())
                || (node instanceof Plan.Join join && (join.kind() == Plan.JoinKind.INNER || isWithTable(join)));
        return addsAlone && node.inputs().stream().allMatch(this::growsAlone);
    }
}
