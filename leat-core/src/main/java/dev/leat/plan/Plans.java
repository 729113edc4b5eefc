package dev.leat.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Walks over plans and makes changed copies; nodes that are shared stay shared. */
public final class Plans {
    private Plans() {}

    /** Every node once, inputs before what reads them. */
    public static List<Plan> nodes(Plan plan) {
        List<Plan> nodes = new ArrayList<>();
        collect(plan, new IdentityHashMap<>(), nodes);
        return nodes;
    }

    private static void collect(Plan plan, IdentityHashMap<Plan, Boolean> seen, List<Plan> nodes) {
        if (seen.put(plan, true) == null) {
            plan.inputs().forEach(input -> collect(input, seen, nodes));
            nodes.add(plan);
        }
    }

    /** The node on other inputs. */
    public static Plan withInputs(Plan node, List<Plan> inputs) {
        return node.accept(new PlanCopy(inputs, UnaryOperator.identity(), UnaryOperator.identity()));
    }

    /** A copy in which every column, where it is defined and where it is used, is replaced by what the mapping makes of it. */
    public static Plan mapColumns(Plan plan, UnaryOperator<Column> mapping) {
        UnaryOperator<Expression> expressions = expression -> Expressions.mapColumns(expression, mapping);
        return rebuild(
                plan,
                new IdentityHashMap<>(),
                (node, inputs) -> node.accept(new PlanCopy(inputs, mapping, expressions)));
    }

    /** A copy whose columns have ids larger by the offset, so that it can stand beside a plan with smaller ones. */
    public static Plan renumbered(Plan plan, int offset) {
        return mapColumns(
                plan, column -> new Column(column.id() + offset, column.name(), column.type(), column.nullable()));
    }

    /** A copy in which every whole expression is replaced by what the mapping makes of it. */
    public static Plan mapExpressions(Plan plan, UnaryOperator<Expression> mapping) {
        return rebuild(
                plan,
                new IdentityHashMap<>(),
                (node, inputs) -> node.accept(new PlanCopy(inputs, UnaryOperator.identity(), mapping)));
    }

    private interface Rebuilding {
        Plan apply(Plan node, List<Plan> inputs);
    }

    private static Plan rebuild(Plan plan, IdentityHashMap<Plan, Plan> done, Rebuilding rebuilding) {
        Plan known = done.get(plan);
        if (known != null) {
            return known;
        }
        List<Plan> inputs = plan.inputs().stream()
                .map(input -> rebuild(input, done, rebuilding))
                .toList();
        Plan copy = rebuilding.apply(plan, inputs);
        done.put(plan, copy);
        return copy;
    }

    /** The whole expressions of one node, in the order in which they are written. */
    public static List<Expression> expressions(Plan node) {
        List<Expression> expressions = new ArrayList<>();
        node.accept(new PlanCopy(node.inputs(), UnaryOperator.identity(), expression -> {
            expressions.add(expression);
            return expression;
        }));
        return expressions;
    }

    /** The ids of the columns that a node makes, not passing them on from an input. */
    public static Set<Integer> definedIds(Plan node) {
        Set<Integer> ids = ids(node.output(), Column::id);
        node.inputs().forEach(input -> ids.removeAll(ids(input.output(), Column::id)));
        return ids;
    }

    /** One more than the largest column id of a plan; what a pass adds is numbered from there. */
    public static int firstFreeId(Plan plan) {
        return nodes(plan).stream()
                        .flatMap(node -> node.output().stream())
                        .mapToInt(Column::id)
                        .max()
                        .orElse(-1)
                + 1;
    }

    private static <T> Set<Integer> ids(List<T> items, Function<T, Integer> id) {
        Set<Integer> ids = new TreeSet<>();
        items.forEach(item -> ids.add(id.apply(item)));
        return ids;
    }
}
