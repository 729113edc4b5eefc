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
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
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
 * and on any other condition p(a, b), with the values of a that there are:
 *
 * <pre>
 *   A LEFT JOIN (SELECT d, count(1) n, first(x) x FROM (SELECT DISTINCT a d FROM A) JOIN B ON p(d, b) GROUP BY d)
 *     ON a <=> d,  then the same
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
        List<Optional<Pair>> pairs =
                conditions.stream().map(condition -> pair(join, condition)).toList();
        return pairs.stream().allMatch(Optional::isPresent)
                ? onKeys(
                        join,
                        left,
                        right,
                        pairs.stream().flatMap(Optional::stream).toList())
                : onCondition(join, left, right, conditions);
    }

    private Plan onKeys(Join join, Node left, Node right, List<Pair> pairs) {
        List<Projection> keys = new ArrayList<>();
        List<Expression> equalities = new ArrayList<>();
        Set<Integer> taken = Columns.none();
        for (Pair pair : pairs) {
            Projection key = plans.columns().project(plans.in(right.scope()).of(pair.right()), "key", taken);
            keys.add(key);
            equalities.add(equality("=", plans.in(left.scope()).of(pair.left()), key.column()));
        }
        return single(join, left, new Matches(right.plan(), right.plan().output(), keys, equalities));
    }

    private Plan onCondition(
            Join join, Node left, Node right, List<org.apache.spark.sql.catalyst.expressions.Expression> conditions) {
        Map<ExprId, Column> outer = new HashMap<>();
        List<Projection> values = new ArrayList<>();
        List<Projection> keys = new ArrayList<>();
        List<Expression> equalities = new ArrayList<>();
        for (Attribute attribute : Scala.<Attribute>list(join.left().output())) {
            if (conditions.stream().anyMatch(condition -> condition.references().contains(attribute))) {
                Column column = left.scope().find(attribute.exprId()).orElseThrow();
                Column value = plans.columns().create(attribute);
                outer.put(attribute.exprId(), value);
                values.add(new Projection(value, new ColumnReference(column)));
                keys.add(new Projection(value, new ColumnReference(value)));
                equalities.add(equality("<=>", new ColumnReference(column), value));
            }
        }
        Plan distinct = new Plan.Distinct(new Plan.Project(left.plan(), values));
        Translation translation = plans.in(Scope.empty().withColumns(outer).and(right.scope()));
        Plan matching = new Plan.Join(
                distinct, right.plan(), Plan.JoinKind.INNER, Joins.and(translation.all(conditions)), Optional.empty());
        return single(join, left, new Matches(matching, right.plan().output(), keys, equalities));
    }

    private static Call equality(String function, Expression left, Column key) {
        boolean nullable = function.equals("=");
        return new Call(function, List.of(left, new ColumnReference(key)), Simple.BOOLEAN, nullable);
    }

    /**
     * The rows that match, in groups.
     *
     * @param values the columns of the subquery
     * @param keys of the groups
     * @param equalities of the outer row with the keys
     */
    private record Matches(Plan rows, List<Column> values, List<Projection> keys, List<Expression> equalities) {}

    private Plan single(Join join, Node left, Matches matches) {
        Column count = plans.columns().create("count", Simple.BIGINT, false);
        List<AggregateColumn> firsts = new ArrayList<>();
        List<Column> values = new ArrayList<>();
        firsts.add(new AggregateColumn(count, aggregate("count", Literal.of("1", Simple.INT), Simple.BIGINT, false)));
        for (Column column : matches.values()) {
            Column value = plans.columns().create(column.name(), column.type(), true);
            firsts.add(
                    new AggregateColumn(value, aggregate("first", new ColumnReference(column), column.type(), true)));
            values.add(value);
        }
        Plan groups = new Plan.Aggregate(matches.rows(), matches.keys(), firsts);
        Plan joined = new Plan.Join(
                left.plan(), groups, Plan.JoinKind.LEFT, Joins.and(matches.equalities()), Optional.empty());
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

    private static Optional<Pair> pair(Join join, org.apache.spark.sql.catalyst.expressions.Expression condition) {
        if (condition instanceof EqualTo equal) {
            if (isFrom(join.left(), equal.left()) && isFrom(join.right(), equal.right())) {
                return Optional.of(new Pair(equal.left(), equal.right()));
            }
            if (isFrom(join.right(), equal.left()) && isFrom(join.left(), equal.right())) {
                return Optional.of(new Pair(equal.right(), equal.left()));
            }
        }
        return Optional.empty();
    }

    private static boolean isFrom(LogicalPlan side, org.apache.spark.sql.catalyst.expressions.Expression expression) {
        return expression.references().subsetOf(side.outputSet());
    }

    private static AggregateCall aggregate(String function, Expression argument, DataType type, boolean nullable) {
        return new AggregateCall(
                function, List.of(argument), false, Optional.empty(), List.of(), type, nullable, Optional.empty());
    }
}
