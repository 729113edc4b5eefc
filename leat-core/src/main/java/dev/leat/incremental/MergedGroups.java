package dev.leat.incremental;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The change of groups by merging, as one plan. With S the stored groups and ΔR the change of the aggregate's input,
 *
 * <pre>
 *   G = the aggregate of ΔR         O = S ⋉ keys(G)
 *   ΔS = merge(O ∪ G) − O
 * </pre>
 *
 * <p>Where ΔR takes rows away, a row that counts −1 is subtracted from counts and sums. A group is gone when its count of rows
 * is 0, and a sum is NULL when the count of what was added up is 0; {@link MergeableAggregates} sees to it that both counts
 * are stored where rows can go.
 */
final class MergedGroups {
    private final Plan.Aggregate node;
    private final SignedPlans plans;

    MergedGroups(Plan.Aggregate node, SignedPlans plans) {
        this.node = node;
        this.plans = plans;
    }

    /**
     * The change of the groups, in columns of its own.
     *
     * @param rows the change of the aggregate's input; without a sign unless {@link MergeableAggregates#isRetractable}
     * @param state the stored groups, read as the given columns
     */
    Signed change(Signed rows, Function<List<Column>, Plan> state) {
        List<Column> groupColumns = plans.copies(node.output());
        Plan groups = rows.sign().isEmpty() ? added(rows.plan(), groupColumns) : net(rows, groupColumns);
        List<Column> storedColumns = plans.copies(node.output());
        Plan stored = state.apply(storedColumns);
        int keys = node.keys().size();
        Plan old = keys == 0
                ? stored
                : SignedPlans.matching(
                        stored,
                        references(storedColumns.subList(0, keys)),
                        new SignedPlans.Keys(groups, groupColumns.subList(0, keys)));
        List<Column> both = plans.copies(nullable(node.output()));
        Plan merged = merged(
                new Plan.Union(List.of(old, groups), both), both, rows.sign().isPresent());
        return plans.replaced(merged, old, plans.copies(node.output()));
    }

    private static List<Expression> references(List<Column> columns) {
        return columns.stream().<Expression>map(ColumnReference::new).toList();
    }

    private static List<Column> nullable(List<Column> columns) {
        return columns.stream()
                .map(column -> new Column(column.id(), column.name(), column.type(), true))
                .toList();
    }

    /** The groups of rows that are added. */
    private Plan added(Plan rows, List<Column> columns) {
        List<AggregateColumn> aggregates = new ArrayList<>();
        int index = node.keys().size();
        for (AggregateColumn aggregate : node.aggregates()) {
            aggregates.add(new AggregateColumn(columns.get(index++), aggregate.call()));
        }
        return new Plan.Aggregate(rows, keys(columns), aggregates);
    }

    private List<Projection> keys(List<Column> columns) {
        List<Projection> keys = new ArrayList<>();
        for (Projection key : node.keys()) {
            keys.add(new Projection(columns.get(keys.size()), key.expression()));
        }
        return keys;
    }

    /** What signed rows add to the counts and sums of their groups, less what they take from them. */
    private Plan net(Signed rows, List<Column> columns) {
        Expression sign = new ColumnReference(rows.sign().orElseThrow());
        List<AggregateColumn> sums = new ArrayList<>();
        List<Column> keyColumns = columns.subList(0, node.keys().size());
        List<Projection> results = new ArrayList<>();
        List<Column> grouped = plans.copies(keyColumns);
        results.addAll(Projections.renaming(grouped, keyColumns));
        int index = keyColumns.size();
        for (AggregateColumn aggregate : node.aggregates()) {
            AggregateCall call = net(aggregate.call(), sign);
            Column sum = plans.column("net", call.type(), true);
            sums.add(new AggregateColumn(sum, call));
            Column result = columns.get(index++);
            Expression value = new ColumnReference(sum);
            results.add(new Projection(
                    result,
                    isCount(aggregate) ? new Call("coalesce", List.of(value, zero()), Simple.BIGINT, false) : value));
        }
        return new Plan.Project(new Plan.Aggregate(rows.plan(), keys(grouped), sums), results);
    }

    private static AggregateCall net(AggregateCall call, Expression sign) {
        boolean counts = call.function().equals("count");
        Optional<Expression> filter = call.filter();
        if (counts) {
            for (Expression argument : call.arguments()) {
                Expression present = new Call("isnotnull", List.of(argument), Simple.BOOLEAN, false);
                filter = Optional.of(filter.<Expression>map(
                                condition -> new Call("and", List.of(condition, present), Simple.BOOLEAN, true))
                        .orElse(present));
            }
        }
        return new AggregateCall(
                "sum",
                List.of(counts ? sign : signed(call.arguments().get(0), sign)),
                false,
                filter,
                List.of(),
                call.type(),
                true,
                call.position());
    }

    private static Expression signed(Expression value, Expression sign) {
        Expression isTaken = new Call("<", List.of(sign, Literal.of("0", Simple.INT)), Simple.BOOLEAN, false);
        Expression taken = new Call("negative", List.of(value), value.type(), value.nullable());
        return new Call("case", List.of(isTaken, taken, value), value.type(), value.nullable());
    }

    /** One group for each key. */
    private Plan merged(Plan groups, List<Column> columns, boolean takesAway) {
        int keyCount = node.keys().size();
        List<Column> keyColumns = plans.copies(columns.subList(0, keyCount));
        List<Projection> keys = new ArrayList<>();
        for (int i = 0; i < keyCount; i++) {
            keys.add(new Projection(keyColumns.get(i), new ColumnReference(columns.get(i))));
        }
        List<AggregateColumn> aggregates = new ArrayList<>();
        for (AggregateColumn aggregate : node.aggregates()) {
            AggregateCall call = MergeableAggregates.merge(aggregate, columns.get(keyCount + aggregates.size()));
            aggregates.add(new AggregateColumn(plans.column("merged", call.type(), true), call));
        }
        List<Column> results = plans.copies(node.output());
        List<Projection> projections = new ArrayList<>(Projections.renaming(keyColumns, results.subList(0, keyCount)));
        for (int i = 0; i < aggregates.size(); i++) {
            Expression value = new ColumnReference(aggregates.get(i).column());
            DataType type = node.aggregates().get(i).column().type();
            Expression result = value.type().equals(type) ? value : new Call("cast", List.of(value), type, true);
            projections.add(
                    new Projection(results.get(keyCount + i), takesAway ? orNull(i, result, aggregates) : result));
        }
        Plan all = new Plan.Aggregate(groups, keys, aggregates);
        return new Plan.Project(takesAway && keyCount > 0 ? present(all, aggregates) : all, projections);
    }

    /** Groups that have rows. */
    private Plan present(Plan groups, List<AggregateColumn> merged) {
        OptionalInt rows = MergeableAggregates.rowCount(node);
        Expression count = new ColumnReference(merged.get(rows.orElseThrow()).column());
        return new Plan.Filter(groups, new Call(">", List.of(count, zero()), Simple.BOOLEAN, true));
    }

    /** A sum of nothing is NULL. */
    private Expression orNull(int index, Expression value, List<AggregateColumn> merged) {
        if (isCount(node.aggregates().get(index))) {
            return value;
        }
        int count = MergeableAggregates.countOf(node, index).orElseThrow();
        Expression isEmpty =
                new Call("=", List.of(new ColumnReference(merged.get(count).column()), zero()), Simple.BOOLEAN, true);
        return new Call("case", List.of(isEmpty, Literal.ofNull(value.type()), value), value.type(), true);
    }

    private static boolean isCount(AggregateColumn aggregate) {
        return aggregate.call().function().equals("count");
    }

    private static Expression zero() {
        return Literal.of("0", Simple.BIGINT);
    }
}
