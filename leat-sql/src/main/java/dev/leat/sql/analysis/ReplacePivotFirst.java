package dev.leat.sql.analysis;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.PivotFirst;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.Option;

/**
 * PIVOT: the analyzer's internal aggregate {@code pivotfirst(p, v, values)} becomes
 * {@code array(first(v) IGNORE NULLS FILTER (WHERE p = value), …)}.
 */
final class ReplacePivotFirst extends Rule<LogicalPlan> {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return Trees.transformExpressions(plan, ReplacePivotFirst::replace);
    }

    private static Expression replace(Expression expression) {
        return expression instanceof AggregateExpression call && call.aggregateFunction() instanceof PivotFirst pivot
                ? columns(call, pivot)
                : expression;
    }

    private static Expression columns(AggregateExpression call, PivotFirst pivot) {
        List<Expression> columns = new ArrayList<>();
        for (Object value : Scala.<Object>list(pivot.pivotColumnValues())) {
            Literal wanted = Literal.create(value, pivot.pivotColumn().dataType());
            columns.add(new AggregateExpression(
                    new First(pivot.valueColumn(), true),
                    call.mode(),
                    false,
                    Option.apply(new EqualTo(pivot.pivotColumn(), wanted)),
                    NamedExpression.newExprId()));
        }
        return new CreateArray(Scala.seq(columns), false);
    }
}
