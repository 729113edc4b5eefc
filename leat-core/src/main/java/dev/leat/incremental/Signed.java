package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import java.util.Optional;

/**
 * A Z-set as a plan: each row counts +1 or −1, as its sign says. A row of a larger weight occurs as often as that.
 *
 * @param plan its columns are those of the node it stands for, and the sign
 * @param sign an INT column; absent where each row counts +1
 */
record Signed(Plan plan, Optional<Column> sign) {
    /** Rows that all count +1. */
    static Signed positive(Plan plan) {
        return new Signed(plan, Optional.empty());
    }
}
