package dev.leat.sql.translate;

import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.sql.analysis.Scala;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;

/**
 * GROUP BY. Spark's node mixes grouping with expressions over keys and aggregates; ours is an Aggregate of keys and plain
 * calls, with a Project above it where there is more.
 */
final class Aggregates {
    private final PlanTranslator plans;

    Aggregates(PlanTranslator plans) {
        this.plans = plans;
    }

    Plan translate(Aggregate aggregate) {
        List<NamedExpression> list = Scala.list(aggregate.aggregateExpressions());
        Map<Expression, AggregateExpression> calls = calls(list);
        Node input = plans.subqueries()
                .attach(new SessionWindows(plans).merge(aggregate), inputExpressions(aggregate, calls));
        Translation inner = plans.in(input.scope());

        Set<Integer> taken = Columns.none();
        List<Projection> keys = new ArrayList<>();
        Map<ExprId, Column> keyColumns = new HashMap<>();
        Map<Expression, Column> values = new HashMap<>();
        for (Expression key : Scala.<Expression>list(aggregate.groupingExpressions())) {
            addKey(key, inner, taken, keys, keyColumns, values);
        }
        List<AggregateColumn> columns = new ArrayList<>();
        for (Map.Entry<Expression, AggregateExpression> call : calls.entrySet()) {
            AggregateColumn column =
                    AggregateFunctions.translate(call.getValue(), nameOf(call.getKey(), list), plans.columns(), inner);
            columns.add(column);
            values.put(call.getKey(), column.column());
        }
        Plan grouped = new Plan.Aggregate(input.plan(), keys, columns);
        Node node = new Node(grouped, Scope.empty().withColumns(keyColumns).withValues(values));
        return select(node, list);
    }

    private void addKey(
            Expression key,
            Translation inner,
            Set<Integer> taken,
            List<Projection> keys,
            Map<ExprId, Column> keyColumns,
            Map<Expression, Column> values) {
        if (values.containsKey(key.canonicalized())) {
            return;
        }
        String name = key instanceof NamedExpression named ? named.name() : "key";
        Projection projection = plans.columns().project(inner.of(key), name, taken);
        keys.add(projection);
        values.put(key.canonicalized(), projection.column());
        if (key instanceof Attribute attribute) {
            keyColumns.putIfAbsent(attribute.exprId(), projection.column());
        }
    }

    /** The select list over keys and aggregates; nothing if it is just those, in order. */
    private Plan select(Node grouped, List<NamedExpression> list) {
        Node input = plans.subqueries().attach(grouped, outsideCalls(list));
        List<Projection> projections = plans.projections(list, plans.in(input.scope()));
        boolean isPlain = projections.stream()
                        .allMatch(projection -> projection.expression() instanceof ColumnReference reference
                                && reference.column().equals(projection.column()))
                && projections.stream()
                        .map(Projection::column)
                        .toList()
                        .equals(input.plan().output());
        return isPlain ? input.plan() : new Plan.Project(input.plan(), projections);
    }

    /** The distinct aggregate calls, by canonical form, in the order of the select list. */
    private static Map<Expression, AggregateExpression> calls(List<NamedExpression> list) {
        Map<Expression, AggregateExpression> calls = new LinkedHashMap<>();
        list.forEach(named -> collect((Expression) named, calls));
        return calls;
    }

    private static void collect(Expression expression, Map<Expression, AggregateExpression> calls) {
        if (expression instanceof AggregateExpression call) {
            calls.putIfAbsent(call.canonicalized(), call);
            return;
        }
        for (Expression child : Scala.<Expression>list(expression.children())) {
            collect(child, calls);
        }
    }

    private static List<Expression> inputExpressions(Aggregate aggregate, Map<Expression, AggregateExpression> calls) {
        List<Expression> all = new ArrayList<>(Scala.<Expression>list(aggregate.groupingExpressions()));
        all.addAll(calls.values());
        return all;
    }

    /** The parts of the select list that are evaluated after grouping, for the subqueries in them. */
    private static List<Expression> outsideCalls(List<NamedExpression> list) {
        List<Expression> parts = new ArrayList<>();
        list.forEach(named -> outside((Expression) named, parts));
        return parts;
    }

    private static void outside(Expression expression, List<Expression> parts) {
        if (expression instanceof AggregateExpression) {
            return;
        }
        if (Scala.<Expression>list(expression.children()).isEmpty()
                || expression instanceof org.apache.spark.sql.catalyst.expressions.SubqueryExpression) {
            parts.add(expression);
            return;
        }
        for (Expression child : Scala.<Expression>list(expression.children())) {
            outside(child, parts);
        }
    }

    /** The name under which the select list shows the call alone, or the function's name. */
    private static String nameOf(Expression canonical, List<NamedExpression> list) {
        for (NamedExpression named : list) {
            if (named instanceof Alias alias && alias.child().canonicalized().equals(canonical)) {
                return alias.name();
            }
        }
        return canonical.children().head().prettyName();
    }
}
