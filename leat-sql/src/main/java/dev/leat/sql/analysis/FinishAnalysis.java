package dev.leat.sql.analysis;

import java.util.List;
import org.apache.spark.sql.catalyst.analysis.EliminateSubqueryAliases$;
import org.apache.spark.sql.catalyst.analysis.EliminateView$;
import org.apache.spark.sql.catalyst.expressions.EliminatePipeOperators$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.optimizer.EliminateSQLFunctionNode$;
import org.apache.spark.sql.catalyst.optimizer.InsertMapSortInGroupingExpressions$;
import org.apache.spark.sql.catalyst.optimizer.PullOutGroupingExpressions$;
import org.apache.spark.sql.catalyst.optimizer.RewriteNonCorrelatedExists$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Subquery;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * What Spark's optimizer does before anything else, without the rules that fix the current time or user.
 */
final class FinishAnalysis extends Rule<LogicalPlan> {
    private static final List<Rule<LogicalPlan>> RULES = List.of(
            // Join and repartition hints mean nothing to us.
            org.apache.spark.sql.catalyst.optimizer.EliminateResolvedHint$.MODULE$,
            // Names are resolved; wrappers that only carry names go.
            EliminateSubqueryAliases$.MODULE$,
            EliminatePipeOperators$.MODULE$,
            EliminateView$.MODULE$,
            EliminateSQLFunctionNode$.MODULE$,
            // nvl(a, b) is coalesce(a, b): fewer functions to know.
            new ReplaceExpressions(),
            // The inner function of PIVOT, which has no name.
            new ReplacePivotFirst(),
            // EXISTS (uncorrelated) becomes a scalar subquery.
            RewriteNonCorrelatedExists$.MODULE$,
            // GROUP BY a + 1: the key becomes a column below, so that the select list can refer to it.
            PullOutGroupingExpressions$.MODULE$,
            // Equal maps may list their entries in different orders.
            InsertMapSortInGroupingExpressions$.MODULE$);

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        LogicalPlan current = plan;
        for (Rule<LogicalPlan> rule : RULES) {
            current = rule.apply(current);
        }
        return Trees.transformExpressions(current, this::inSubquery);
    }

    private Expression inSubquery(Expression expression) {
        if (expression instanceof SubqueryExpression subquery) {
            Subquery finished = (Subquery) apply(Subquery.fromExpression(subquery));
            return (Expression) subquery.withNewPlan(finished.child());
        }
        return expression;
    }
}
