package dev.leat.sql.analysis;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.optimizer.FoldablePropagation$;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Puts constants into the place of columns that have no other value, for {@code x IN (SELECT …)} in the condition of a
 * join. There Spark gives NULL its meaning only if x is a constant; for a column it takes NULL as false.
 */
final class ConstantsInJoinSubqueries extends Rule<LogicalPlan> {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return plan.exists(ConstantsInJoinSubqueries::isMeant) ? FoldablePropagation$.MODULE$.apply(plan) : plan;
    }

    private static boolean isMeant(LogicalPlan node) {
        return node instanceof Join join
                && Scala.<Expression>optional(join.condition())
                        .filter(condition -> Trees.exists(condition, part -> part instanceof InSubquery))
                        .isPresent();
    }
}
