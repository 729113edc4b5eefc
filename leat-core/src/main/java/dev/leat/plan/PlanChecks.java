package dev.leat.plan;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The facts that hold for every plan: references resolve to a column of an input, of the same type; a column id is made by
 * one node only; conditions are boolean; inputs and rows that stand beside each other have the same types.
 *
 * <p>Run after every pass and after a plan is read from outside. A broken fact is {@link ErrorCode#INTERNAL}. Whether
 * elements of nested types can be NULL is not compared: Spark's own plans are loose about it.
 */
public final class PlanChecks implements Plan.Visitor<Plan> {
    private final Map<Integer, Plan> makers = new HashMap<>();

    private PlanChecks() {}

    /** Fails unless all facts hold. */
    public static void verify(Plan plan) {
        PlanChecks checks = new PlanChecks();
        for (Plan node : Plans.nodes(plan)) {
            checks.outputs(node);
            checks.references(node);
            node.accept(checks);
        }
    }

    private static void verify(boolean condition, Plan node, String fact) {
        Checks.verify(condition, fact + ", in " + node.getClass().getSimpleName());
    }

    private void outputs(Plan node) {
        Set<Integer> ids = new HashSet<>();
        for (Column column : node.output()) {
            verify(ids.add(column.id()), node, "a node lists each column once: " + column);
        }
        for (int id : Plans.definedIds(node)) {
            verify(makers.put(id, node) == null, node, "a column is made by one node: " + id);
        }
    }

    private void references(Plan node) {
        Map<Integer, Column> inputs = new HashMap<>();
        for (Plan input : node.inputs()) {
            input.output().forEach(column -> inputs.put(column.id(), column));
        }
        for (Expression expression : Plans.expressions(node)) {
            new Scope(node, inputs, new ArrayList<>()).check(expression);
        }
    }

    private record Scope(Plan node, Map<Integer, Column> inputs, List<LambdaVariable> variables) {
        void check(Expression expression) {
            if (expression instanceof ColumnReference reference) {
                Column input = inputs.get(reference.column().id());
                verify(input != null, node, "a reference resolves to an input's column: " + reference.column());
                verify(
                        input == null || same(input.type(), reference.type()),
                        node,
                        "a reference has its column's type: " + reference.column());
            } else if (expression instanceof LambdaVariable variable) {
                verify(
                        variables.contains(variable),
                        node,
                        "a lambda variable is used inside its lambda: " + variable.name());
            } else if (expression instanceof Call call) {
                call.arguments().forEach(this::checkArgument);
            } else if (expression instanceof Literal literal) {
                verify(literal.text().isEmpty() || literal.type() != Simple.VOID, node, "VOID has no value but NULL");
            } else {
                verify(false, node, "a lambda is an operand of a function");
            }
        }

        private void checkArgument(Expression argument) {
            if (!(argument instanceof Lambda lambda)) {
                check(argument);
                return;
            }
            List<LambdaVariable> inner = new ArrayList<>(variables);
            inner.addAll(lambda.parameters());
            new Scope(node, inputs, inner).check(lambda.body());
        }
    }

    private static void condition(Expression expression, Plan node) {
        verify(expression.type() == Simple.BOOLEAN, node, "a condition is boolean");
    }

    private static void types(List<? extends DataType> actual, List<? extends DataType> expected, Plan node) {
        verify(actual.size() == expected.size(), node, "rows that stand beside each other have as many columns");
        for (int index = 0; index < actual.size(); index++) {
            verify(
                    same(actual.get(index), expected.get(index)),
                    node,
                    "values of one column have one type: " + actual.get(index) + " and " + expected.get(index));
        }
    }

    private static List<DataType> typesOf(List<Column> columns) {
        return columns.stream().map(Column::type).toList();
    }

    private static void rows(List<List<Expression>> rows, List<Column> output, Plan node) {
        rows.forEach(row -> types(row.stream().map(Expression::type).toList(), typesOf(output), node));
    }

    private static void projections(List<Projection> projections, Plan node) {
        Set<Integer> inputs = new HashSet<>();
        node.inputs().forEach(input -> input.output().forEach(column -> inputs.add(column.id())));
        for (Projection projection : projections) {
            int id = projection.column().id();
            boolean passes = projection.expression() instanceof ColumnReference reference
                    && reference.column().id() == id;
            verify(passes || !inputs.contains(id), node, "a column that is computed has an id of its own: " + id);
            verify(
                    same(projection.column().type(), projection.expression().type()),
                    node,
                    "a column has the type of its expression: " + projection.column());
        }
    }

    /** Whether types are equal, nullability of their parts aside. */
    private static boolean same(DataType left, DataType right) {
        if (left instanceof ArrayType one && right instanceof ArrayType other) {
            return same(one.element(), other.element());
        }
        if (left instanceof DataType.MapType one && right instanceof DataType.MapType other) {
            return same(one.key(), other.key()) && same(one.value(), other.value());
        }
        if (left instanceof StructType one && right instanceof StructType other) {
            boolean equal = one.fields().size() == other.fields().size();
            for (int index = 0; equal && index < one.fields().size(); index++) {
                equal = one.fields()
                                .get(index)
                                .name()
                                .equals(other.fields().get(index).name())
                        && same(
                                one.fields().get(index).type(),
                                other.fields().get(index).type());
            }
            return equal;
        }
        return left.equals(right);
    }

    @Override
    public Plan visit(Plan.Scan node) {
        return node;
    }

    @Override
    public Plan visit(Plan.Values node) {
        rows(node.rows(), node.output(), node);
        return node;
    }

    @Override
    public Plan visit(Plan.Filter node) {
        condition(node.condition(), node);
        return node;
    }

    @Override
    public Plan visit(Plan.Project node) {
        projections(node.columns(), node);
        return node;
    }

    @Override
    public Plan visit(Plan.Join node) {
        Set<Integer> left = new HashSet<>();
        node.left().output().forEach(column -> left.add(column.id()));
        for (Column column : node.right().output()) {
            verify(!left.contains(column.id()), node, "the sides of a join have different columns: " + column);
        }
        node.condition().ifPresent(condition -> condition(condition, node));
        node.existence().ifPresent(column -> condition(new ColumnReference(column), node));
        return node;
    }

    @Override
    public Plan visit(Plan.Aggregate node) {
        projections(node.keys(), node);
        for (AggregateColumn aggregate : node.aggregates()) {
            types(List.of(aggregate.call().type()), List.of(aggregate.column().type()), node);
            aggregate.call().filter().ifPresent(filter -> condition(filter, node));
        }
        return node;
    }

    @Override
    public Plan visit(Plan.Distinct node) {
        return node;
    }

    @Override
    public Plan visit(Plan.Union node) {
        verify(!node.inputs().isEmpty(), node, "a union has an input");
        node.inputs().forEach(input -> types(typesOf(input.output()), typesOf(node.output()), node));
        return node;
    }

    @Override
    public Plan visit(Plan.SetOperation node) {
        types(typesOf(node.left().output()), typesOf(node.output()), node);
        types(typesOf(node.right().output()), typesOf(node.output()), node);
        return node;
    }

    @Override
    public Plan visit(Plan.Window node) {
        verify(!node.columns().isEmpty(), node, "a window has a function");
        for (WindowColumn column : node.columns()) {
            types(List.of(column.call().type()), List.of(column.column().type()), node);
            column.call().filter().ifPresent(filter -> condition(filter, node));
        }
        return node;
    }

    @Override
    public Plan visit(Plan.Sort node) {
        return node;
    }

    @Override
    public Plan visit(Plan.Limit node) {
        verify(node.count().orElse(0) >= 0, node, "a limit is not negative");
        return node;
    }

    @Override
    public Plan visit(Plan.Generate node) {
        boolean shaped = node.generator().type() instanceof ArrayType array
                && array.element() instanceof StructType struct
                && struct.fields().size() == node.columns().size();
        verify(shaped, node, "a generator's type is an array of structs of its columns");
        StructType made = (StructType) ((ArrayType) node.generator().type()).element();
        types(made.fields().stream().map(Field::type).toList(), typesOf(node.columns()), node);
        return node;
    }

    @Override
    public Plan visit(Plan.Expand node) {
        rows(node.rows(), node.output(), node);
        return node;
    }

    @Override
    public Plan visit(Plan.SessionWindow node) {
        boolean shaped = node.session().type() instanceof StructType struct
                && struct.fields().size() == 2;
        verify(shaped, node, "a session is a struct of its start and end");
        StructType session = (StructType) node.session().type();
        types(
                session.fields().stream().map(Field::type).toList(),
                List.of(node.start().type(), node.end().type()),
                node);
        return node;
    }

    @Override
    public Plan visit(Plan.Watermark node) {
        return node;
    }
}
