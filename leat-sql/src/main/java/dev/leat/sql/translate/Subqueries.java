package dev.leat.sql.translate;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.sql.analysis.Scala;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;

/**
 * Uncorrelated scalar subqueries: {@code f((SELECT x …))} over a plan P becomes {@code f(v)} over P × (the single value of
 * x as v), which has exactly one row.
 */
final class Subqueries {
    private final PlanTranslator plans;

    Subqueries(PlanTranslator plans) {
        this.plans = plans;
    }

    /** The input, extended by the value of each scalar subquery that occurs in the expressions. */
    Node attach(Node input, List<?> expressions) {
        Map<Expression, ScalarSubquery> found = new LinkedHashMap<>();
        for (Object expression : expressions) {
            collect((Expression) expression, found);
        }
        Node current = input;
        for (Map.Entry<Expression, ScalarSubquery> entry : found.entrySet()) {
            current = attachOne(current, entry.getKey(), entry.getValue());
        }
        return current;
    }

    private static void collect(Expression expression, Map<Expression, ScalarSubquery> found) {
        if (expression instanceof ScalarSubquery subquery) {
            if (Scala.list(subquery.outerAttrs()).isEmpty()) {
                found.putIfAbsent(subquery.canonicalized(), subquery);
            }
            return;
        }
        for (Expression child : Scala.<Expression>list(expression.children())) {
            collect(child, found);
        }
    }

    private Node attachOne(Node input, Expression key, ScalarSubquery subquery) {
        Plan rows = plans.translate(subquery.plan()).plan();
        Column only = rows.output().get(0);
        Column value = plans.columns().create(only.name(), only.type(), true);
        AggregateCall single = new AggregateCall(
                "single_value",
                List.of(new ColumnReference(only)),
                false,
                Optional.empty(),
                List.of(),
                only.type(),
                true,
                plans.facts().refusals().position(subquery.origin()));
        Plan oneRow = new Plan.Aggregate(rows, List.of(), List.of(new AggregateColumn(value, single)));
        Plan joined = new Plan.Join(input.plan(), oneRow, Plan.JoinKind.INNER, Optional.empty(), Optional.empty());
        return new Node(joined, input.scope().withValues(Map.of(key, value)));
    }
}
