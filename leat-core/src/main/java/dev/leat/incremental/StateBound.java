package dev.leat.incremental;

import dev.leat.incremental.Maintained.Rule;
import dev.leat.plan.Plan;
import java.util.OptionalInt;

/**
 * What an operator stores, what bounds that, and whether the cost of a small change has a part that grows with what is stored or read: then
 * the operator is scan-bound. The times are those of {@code bench/commit-cost}, on one core.
 */
final class StateBound {
    private static final String KEYS_AMONG_STORED =
            "; scan-bound: a change looks its keys up among them, some 3 ns a row";
    private static final String KEYS_AMONG_INPUT =
            "; scan-bound: a change looks its keys up in all that it reads, some 3 to 12 ns a row";

    private StateBound() {}

    /** The same of one of the operators that are described, in words. */
    static String of(Maintained maintained, Plan node) {
        Rule rule = maintained.rule(node);
        OptionalInt index = maintained.indexOf(node);
        if (rule == Rule.LOOKED_UP || index.isEmpty()) {
            return "stores nothing" + KEYS_AMONG_INPUT;
        }
        boolean isClosed = maintained.closed(index.getAsInt()).isPresent();
        if (node instanceof Plan.Watermark) {
            return ofWatermark(maintained.isKept(index.getAsInt()), isClosed);
        }
        if (node instanceof Plan.Limit limit && limit.count().isPresent()) {
            return "stores " + limit.count().getAsLong() + " rows at most" + scan(rule, "");
        }
        if (node instanceof Plan.Aggregate aggregate && aggregate.keys().isEmpty()) {
            return "stores one row" + scan(rule, "");
        }
        String rows = node instanceof Plan.Aggregate ? "a row for each group" : "its rows";
        return "stores " + rows + (isClosed ? " that the watermark has not closed" : ", as many as there are")
                + scan(rule, KEYS_AMONG_STORED);
    }

    private static String ofWatermark(boolean isKept, boolean isClosed) {
        if (!isKept) {
            return "stores the latest time of each part";
        }
        return "stores the rows in time, "
                + (isClosed ? "until the watermark has closed what they are needed for" : "as many as there are");
    }

    private static String scan(Rule rule, String merged) {
        return switch (rule) {
            case MERGE, MERGE_ADDED, TOP_ROWS, LOOKED_UP, IN_TIME -> merged;
            case TOUCHED_KEYS -> KEYS_AMONG_INPUT;
            case FULL -> "; scan-bound: all that it reads is read again";
        };
    }
}
