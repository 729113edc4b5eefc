package dev.leat.sql.translate;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A correlated scalar subquery without an aggregate: at most one row may match. With A on the left and B on the right,
 * joined on {@code a = b}:
 *
 * <pre>
 *   A LEFT JOIN (SELECT b, count(1) n, first(x) x FROM B GROUP BY b) ON a = b,  then  if(n > 1, raise_error(…), x)
 * </pre>
 *
 * The error is raised for a row of A only, as in Spark; groups of B that nothing asks for may have several rows.
 */
final class SingleJoins {
    private final PlanTranslator plans;

    SingleJoins(PlanTranslator plans) {
        this.plans = plans;
    }

    Plan translate(
            Join join, Node left, Node right, List<org.apache.spark.sql.catalyst.expressions.Expression> conditions) {
        List<Projection> keys = new ArrayList<>();
        List<Expression> equalities = new ArrayList<>();
        Set<Integer> taken = Columns.none();
        for (org.apache.spark.sql.catalyst.expressions.Expression condition : conditions) {
            Pair pair = pair(join, condition);
            Projection key = plans.columns().project(plans.in(right.scope()).of(pair.right()), "key", taken);
            keys.add(key);
            equalities.add(new Call(
                    "=",
                    List.of(plans.in(left.scope()).of(pair.left()), new ColumnReference(key.column())),
                    Simple.BOOLEAN,
                    true));
        }
        Column count = plans.columns().create("count", Simple.BIGINT, false);
        List<AggregateColumn> firsts = new ArrayList<>();
        List<Column> values = new ArrayList<>();
        firsts.add(new AggregateColumn(count, aggregate("count", Literal.of("1", Simple.INT), Simple.BIGINT, false)));
        for (Column column : right.plan().output()) {
            Column value = plans.columns().create(column.name(), column.type(), true);
            firsts.add(
                    new AggregateColumn(value, aggregate("first", new ColumnReference(column), column.type(), true)));
            values.add(value);
        }
        Plan groups = new Plan.Aggregate(right.plan(), keys, firsts);
        Plan joined = new Plan.Join(left.plan(), groups, Plan.JoinKind.LEFT, Joins.and(equalities), Optional.empty());
        Column nullable = new Column(count.id(), count.name(), count.type(), true);
        return checked(joined, left, join.left().output().size(), new ColumnReference(nullable), values);
    }

    private Plan checked(Plan joined, Node left, int leftCount, Expression count, List<Column> values) {
        List<Projection> output = new ArrayList<>();
        for (Column column : left.plan().output().subList(0, leftCount)) {
            output.add(new Projection(column, new ColumnReference(column)));
        }
        Call several = new Call(">", List.of(count, Literal.of("1", Simple.BIGINT)), Simple.BOOLEAN, true);
        for (Column value : values) {
            Call failure = new Call("cast", List.of(tooManyRows()), value.type(), true);
            Call guarded = new Call("if", List.of(several, failure, new ColumnReference(value)), value.type(), true);
            output.add(new Projection(plans.columns().create(value.name(), value.type(), true), guarded));
        }
        return new Plan.Project(joined, output);
    }

    private static Call tooManyRows() {
        Call empty = new Call("map", List.of(), new DataType.MapType(Simple.VOID, Simple.VOID, false), false);
        Call parameters =
                new Call("cast", List.of(empty), new DataType.MapType(Simple.STRING, Simple.STRING, false), false);
        return new Call(
                "raise_error",
                List.of(Translation.text("SCALAR_SUBQUERY_TOO_MANY_ROWS"), parameters),
                Simple.VOID,
                true);
    }

    private record Pair(
            org.apache.spark.sql.catalyst.expressions.Expression left,
            org.apache.spark.sql.catalyst.expressions.Expression right) {}

    private Pair pair(Join join, org.apache.spark.sql.catalyst.expressions.Expression condition) {
        if (condition instanceof EqualTo equal) {
            if (isFrom(join.left(), equal.left()) && isFrom(join.right(), equal.right())) {
                return new Pair(equal.left(), equal.right());
            }
            if (isFrom(join.right(), equal.left()) && isFrom(join.left(), equal.right())) {
                return new Pair(equal.right(), equal.left());
            }
        }
        throw plans.facts()
                .refusals()
                .notSupported(
                        condition.origin(),
                        "A scalar subquery that is correlated by anything but equality is not supported;"
                                + " aggregate its value, for example with max, or write it as a join");
    }

    private static boolean isFrom(LogicalPlan side, org.apache.spark.sql.catalyst.expressions.Expression expression) {
        return expression.references().subsetOf(side.outputSet());
    }

    private static AggregateCall aggregate(String function, Expression argument, DataType type, boolean nullable) {
        return new AggregateCall(
                function, List.of(argument), false, Optional.empty(), List.of(), type, nullable, Optional.empty());
    }
}
