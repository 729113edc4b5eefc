package dev.leat.conformance.versions;

import dev.leat.cluster.Feature;
import dev.leat.cluster.Feature.Sort;
import dev.leat.cluster.Features;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.SortKey;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowColumn;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A call whose operands are columns, or constants where a function was seen with them, over rows that are drawn for it.
 *
 * @param shape a plan over {@link #columns}
 * @param columns of the rows, beside a number
 * @param operands which operand of the call each column is; -1 for one of a lambda's
 */
record Template(Shape shape, List<Column> columns, List<Integer> operands) {
    private static final Column NUMBER = new Column(0, "number", Simple.INT, false);
    private static final int RESULT = 1;
    private static final int FIRST = 2;

    Template {
        columns = List.copyOf(columns);
        operands = List.copyOf(operands);
    }

    /** What makes a plan of rows. */
    interface Shape {
        Plan over(Plan rows);
    }

    /** Whether each row is told by itself. */
    boolean isOfRows() {
        return plan(List.of()) instanceof Plan.Project;
    }

    /** The plan over some rows, each of them a constant for each column. */
    Plan plan(List<List<Expression>> rows) {
        List<Column> all = new ArrayList<>(List.of(NUMBER));
        all.addAll(columns);
        List<List<Expression>> numbered = new ArrayList<>();
        for (List<Expression> row : rows) {
            List<Expression> cells = new ArrayList<>(List.of(Literal.of(String.valueOf(numbered.size()), Simple.INT)));
            cells.addAll(row);
            numbered.add(cells);
        }
        return shape.over(new Plan.Values(all, numbered));
    }

    /** What tells templates apart. */
    String key() {
        Plan empty = plan(List.of());
        return SparkSqlRenderer.query(empty, Object::toString).text();
    }

    /** What it is made to compare. */
    Feature feature() {
        Set<Feature> all = Features.of(plan(List.of()));
        return Stream.of(Sort.AGGREGATE, Sort.WINDOW, Sort.FUNCTION)
                .flatMap(sort -> all.stream().filter(feature -> feature.sort() == sort))
                .findFirst()
                .orElseThrow();
    }

    /** Operands of a call as columns. */
    static final class Operands {
        private final Set<Integer> constants;
        private final List<Column> columns = new ArrayList<>();
        private final List<Integer> operands = new ArrayList<>();
        private final Map<Object, Column> known = new HashMap<>();

        /** Keeps constants at some places. */
        Operands(Set<Integer> constants) {
            this.constants = constants;
        }

        List<Expression> of(List<Expression> arguments) {
            List<Expression> made = new ArrayList<>();
            for (int index = 0; index < arguments.size(); index++) {
                made.add(of(arguments.get(index), index));
            }
            return made;
        }

        private Expression of(Expression argument, int index) {
            if (argument instanceof Lambda lambda) {
                return new Lambda(lambda.parameters(), body(lambda.body(), Set.copyOf(lambda.parameters())));
            }
            return argument instanceof Literal && constants.contains(index)
                    ? argument
                    : new ColumnReference(column(argument.type(), index));
        }

        private Column column(DataType type, int operand) {
            Column column = new Column(FIRST + columns.size(), "c", type, true);
            columns.add(column);
            operands.add(operand);
            return column;
        }

        /** What a lambda takes from outside becomes a column. */
        private Expression body(Expression body, Set<LambdaVariable> own) {
            Set<String> inner =
                    new HashSet<>(own.stream().map(LambdaVariable::name).toList());
            Expressions.forEach(body, part -> {
                if (part instanceof Lambda lambda) {
                    lambda.parameters().forEach(parameter -> inner.add(parameter.name()));
                }
            });
            return Expressions.transform(body, part -> {
                boolean isOuter = part instanceof ColumnReference
                        || part instanceof LambdaVariable variable && !inner.contains(variable.name());
                return isOuter
                        ? new ColumnReference(known.computeIfAbsent(part, outer -> column(part.type(), -1)))
                        : part;
            });
        }

        /** Keys of an order, as columns of their own. */
        List<SortKey> sorted(List<SortKey> order) {
            return order.stream()
                    .map(key -> new SortKey(
                            new ColumnReference(column(key.expression().type(), -1)), key.direction(), key.nulls()))
                    .toList();
        }

        Template template(Shape shape) {
            return new Template(shape, columns, operands);
        }
    }

    static Template of(Call call, Set<Integer> constants) {
        Operands operands = new Operands(constants);
        Call over = call.withArguments(operands.of(call.arguments()));
        Column result = new Column(RESULT, "result", call.type(), true);
        return operands.template(rows -> new Plan.Project(
                rows, List.of(new Projection(NUMBER, new ColumnReference(NUMBER)), new Projection(result, over))));
    }

    static Template ofGenerator(Plan.Generate generate, Set<Integer> constants) {
        Operands operands = new Operands(constants);
        Call over = generate.generator()
                .withArguments(operands.of(generate.generator().arguments()));
        List<Column> columns = new ArrayList<>();
        for (Column column : generate.columns()) {
            columns.add(new Column(1_000 + columns.size(), column.name(), column.type(), true));
        }
        return operands.template(rows -> new Plan.Generate(rows, over, generate.emptyRows(), columns));
    }

    static Template of(AggregateCall call, Set<Integer> constants) {
        Operands operands = new Operands(constants);
        AggregateCall over = new AggregateCall(
                call.function(),
                operands.of(call.arguments()),
                call.distinct(),
                Optional.empty(),
                operands.sorted(call.order()),
                call.type(),
                true,
                Optional.empty());
        Column result = new Column(RESULT, "result", call.type(), true);
        Column group = new Column(900, "group", Simple.INT, true);
        Expression key =
                new Call("pmod", List.of(new ColumnReference(NUMBER), Literal.of("5", Simple.INT)), Simple.INT, true);
        return operands.template(rows -> new Plan.Aggregate(
                rows, List.of(new Projection(group, key)), List.of(new AggregateColumn(result, over))));
    }

    static Template of(WindowCall call, Set<Integer> constants) {
        Operands operands = new Operands(constants);
        WindowCall over = new WindowCall(
                call.function(),
                operands.of(call.arguments()),
                Optional.empty(),
                operands.sorted(call.order()),
                call.ignoresNulls(),
                call.frame(),
                call.type(),
                true,
                Optional.empty());
        Column result = new Column(RESULT, "result", call.type(), true);
        List<SortKey> order =
                List.of(new SortKey(new ColumnReference(NUMBER), SortKey.Direction.ASCENDING, SortKey.NullOrder.FIRST));
        return operands.template(
                rows -> new Plan.Window(rows, List.of(), order, List.of(new WindowColumn(result, over))));
    }
}
