package dev.leat.sql.translate;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType.Simple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;

/**
 * Uncorrelated subqueries that stand for one value: {@code f((SELECT x …))} over a plan P becomes {@code f(v)} over P ×
 * (the single value of x as v), which has exactly one row. So does {@code f(1 IN (SELECT x …))}, in which only the
 * condition of a join can have a constant on the left; there v is
 *
 * <pre>
 *   CASE WHEN max(1 = x) THEN true WHEN count(1 = x) = count(*) THEN false END
 * </pre>
 */
final class Subqueries {
    private final PlanTranslator plans;

    Subqueries(PlanTranslator plans) {
        this.plans = plans;
    }

    /** The input, extended by the value of each scalar subquery that occurs in the expressions. */
    Node attach(Node input, List<?> expressions) {
        Map<Expression, Expression> found = new LinkedHashMap<>();
        for (Object expression : expressions) {
            collect((Expression) expression, found);
        }
        Node current = input;
        for (Map.Entry<Expression, Expression> entry : found.entrySet()) {
            Plan oneRow = entry.getValue() instanceof InSubquery in
                    ? membership(in)
                    : single((ScalarSubquery) entry.getValue());
            Plan joined =
                    new Plan.Join(current.plan(), oneRow, Plan.JoinKind.INNER, Optional.empty(), Optional.empty());
            Column value = oneRow.output().get(0);
            current = new Node(joined, current.scope().withValues(Map.of(entry.getKey(), value)));
        }
        return current;
    }

    private static void collect(Expression expression, Map<Expression, Expression> found) {
        if (expression instanceof InSubquery in && isOneValue(in)) {
            found.putIfAbsent(in.canonicalized(), in);
            return;
        }
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

    private static boolean isOneValue(InSubquery in) {
        return in.values().size() == 1
                && in.values().head().references().isEmpty()
                && in.query().outerAttrs().isEmpty();
    }

    private Plan single(ScalarSubquery subquery) {
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
        return new Plan.Aggregate(rows, List.of(), List.of(new AggregateColumn(value, single)));
    }

    private Plan membership(InSubquery in) {
        Plan rows = plans.translate(in.query().plan()).plan();
        dev.leat.plan.Expression wanted = plans.in(Scope.empty()).of(in.values().head());
        dev.leat.plan.Expression equal =
                new Call("=", List.of(wanted, new ColumnReference(rows.output().get(0))), Simple.BOOLEAN, true);
        Projection matches = new Projection(plans.columns().create("matches", Simple.BOOLEAN, true), equal);
        ColumnReference match = new ColumnReference(matches.column());
        AggregateColumn found = aggregate("max", match, Simple.BOOLEAN);
        AggregateColumn known = aggregate("count", match, Simple.BIGINT);
        AggregateColumn all = aggregate("count", Literal.of("1", Simple.INT), Simple.BIGINT);
        Plan counts =
                new Plan.Aggregate(new Plan.Project(rows, List.of(matches)), List.of(), List.of(found, known, all));
        Call isKnown = new Call(
                "=",
                List.of(new ColumnReference(known.column()), new ColumnReference(all.column())),
                Simple.BOOLEAN,
                false);
        Call value = new Call(
                "case",
                List.of(
                        new ColumnReference(found.column()),
                        Literal.of("true", Simple.BOOLEAN),
                        isKnown,
                        Literal.of("false", Simple.BOOLEAN)),
                Simple.BOOLEAN,
                true);
        return new Plan.Project(
                counts, List.of(new Projection(plans.columns().create("in", Simple.BOOLEAN, true), value)));
    }

    private AggregateColumn aggregate(String function, dev.leat.plan.Expression argument, Simple type) {
        boolean nullable = !function.equals("count");
        AggregateCall call = new AggregateCall(
                function, List.of(argument), false, Optional.empty(), List.of(), type, nullable, Optional.empty());
        return new AggregateColumn(plans.columns().create(function, type, nullable), call);
    }
}
