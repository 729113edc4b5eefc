package dev.leat.sql.analysis;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Puts the definitions of WITH in the place of their uses if one of them stands in a correlated subquery; otherwise they
 * are kept, to be computed once.
 */
final class InlineCorrelatedDefinitions extends Rule<LogicalPlan> {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return Trees.existsWithSubqueries(plan, InlineCorrelatedDefinitions::mustInline)
                ? new InlineCTE(false, false).apply(plan)
                : plan;
    }

    private static boolean mustInline(LogicalPlan node) {
        if (node instanceof WithCTE with) {
            return Trees.existsWithSubqueries(with, InlineCorrelatedDefinitions::refersOutward);
        }
        return false;
    }

    private static boolean refersOutward(LogicalPlan node) {
        for (Expression expression : Scala.<Expression>list(node.expressions())) {
            if (Trees.exists(expression, inner -> inner instanceof OuterReference)) {
                return true;
            }
        }
        return false;
    }
}
