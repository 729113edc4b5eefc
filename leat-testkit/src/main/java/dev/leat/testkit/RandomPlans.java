package dev.leat.testkit;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Plan.JoinKind;
import dev.leat.plan.Projection;
import dev.leat.plan.SortKey;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowColumn;
import dev.leat.plan.WindowFrame;
import dev.leat.plan.WindowFrame.Anchor;
import dev.leat.plan.WindowFrame.Bound;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Random well-typed plans over {@link RandomTables}, with every kind of node. Their result does not depend on the order of
 * rows: what orders rows orders them totally, and nothing sums floating numbers.
 */
public final class RandomPlans {
    private static final List<JoinKind> KINDS = List.of(JoinKind.values());

    private final RandomGenerator random;
    private final RandomExpressions expressions;
    private int ids;

    /** Plans drawn from a generator. */
    public RandomPlans(RandomGenerator random) {
        this.random = random;
        this.expressions = new RandomExpressions(random);
    }

    /** A plan of at most so many nodes from the root to a leaf, leaving out the few that prepare an operator's input. */
    public Plan next(int depth) {
        ids = 0;
        return plan(depth);
    }

    private Plan plan(int depth) {
        if (depth <= 1) {
            return random.nextInt(8) == 0 ? values() : scan();
        }
        List<Supplier<Plan>> operators = List.of(
                () -> filter(plan(depth - 1)),
                () -> project(plan(depth - 1)),
                () -> join(plan(depth - 1), plan(random.nextInt(1, depth))),
                () -> selfJoin(plan(depth - 1)),
                () -> aggregate(plan(depth - 1)),
                () -> new Plan.Distinct(plan(depth - 1)),
                () -> union(plan(depth - 1), plan(random.nextInt(1, depth))),
                () -> setOperation(plan(depth - 1), plan(random.nextInt(1, depth))),
                () -> window(plan(depth - 1)),
                () -> limit(plan(depth - 1)),
                () -> generate(plan(depth - 1)),
                () -> expand(plan(depth - 1)),
                () -> sessionWindow(plan(depth - 1)),
                () -> watermark(plan(depth - 1)));
        return operators.get(random.nextInt(operators.size())).get();
    }

    private Column column(String name, DataType type, boolean nullable) {
        return new Column(ids++, name, type, nullable);
    }

    private Plan scan() {
        RandomTables.Table table = RandomTables.ALL.get(random.nextInt(RandomTables.ALL.size()));
        List<Column> output = table.schema().stream()
                .map(field -> column(field.name(), field.type(), field.nullable()))
                .toList();
        List<String> fields = table.schema().stream().map(Field::name).toList();
        return new Plan.Scan(table.name(), Plan.ScanMode.TABLE, fields, output);
    }

    private Plan values() {
        RandomTables constants = new RandomTables(random);
        List<Column> output = new ArrayList<>();
        for (int index = random.nextInt(1, 4); index > 0; index--) {
            output.add(column("v" + index, expressions.type(), true));
        }
        List<List<Expression>> rows = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            rows.add(output.stream()
                    .<Expression>map(column -> constants.literal(column.type()))
                    .toList());
        }
        return new Plan.Values(output, rows);
    }

    private Plan filter(Plan input) {
        return new Plan.Filter(input, expressions.condition(input.output(), 3));
    }

    private Plan project(Plan input) {
        List<Projection> columns = new ArrayList<>();
        for (Column column : input.output()) {
            if (random.nextBoolean()) {
                columns.add(new Projection(column, new ColumnReference(column)));
            }
        }
        for (int index = random.nextInt(1, 4); index > 0; index--) {
            columns.add(computed(expressions.of(expressions.type(), input.output(), 3)));
        }
        return new Plan.Project(input, columns);
    }

    private Projection computed(Expression expression) {
        return new Projection(column("e" + ids, expression.type(), expression.nullable()), expression);
    }

    /** The input's columns followed by the expression. */
    private Plan with(Plan input, Projection added) {
        List<Projection> columns = new ArrayList<>(passed(input.output()));
        columns.add(added);
        return new Plan.Project(input, columns);
    }

    private static List<Projection> passed(List<Column> columns) {
        return columns.stream()
                .map(column -> new Projection(column, new ColumnReference(column)))
                .toList();
    }

    private Plan join(Plan left, Plan right) {
        JoinKind kind = KINDS.get(random.nextInt(KINDS.size()));
        Optional<Column> existence =
                kind == JoinKind.EXISTENCE ? Optional.of(column("found", Simple.BOOLEAN, false)) : Optional.empty();
        return new Plan.Join(left, right, kind, Optional.of(joinCondition(left, right)), existence);
    }

    /** An equality of columns where types meet, so that results stay small; at times with a second condition. */
    private Expression joinCondition(Plan left, Plan right) {
        List<Expression> equalities = new ArrayList<>();
        for (Column one : left.output()) {
            for (Column other : right.output()) {
                if (one.type().equals(other.type()) && RandomExpressions.TYPES.contains(one.type())) {
                    equalities.add(equal(new ColumnReference(one), new ColumnReference(other)));
                }
            }
        }
        List<Column> both =
                Stream.concat(left.output().stream(), right.output().stream()).toList();
        if (equalities.isEmpty()) {
            Literal some = new RandomTables(random).present(Simple.INT);
            return equal(expressions.of(Simple.INT, both, 1), some);
        }
        Expression key = equalities.get(random.nextInt(equalities.size()));
        return random.nextInt(3) > 0
                ? key
                : new Call("and", List.of(key, expressions.condition(both, 2)), Simple.BOOLEAN, true);
    }

    private static Expression equal(Expression left, Expression right) {
        return new Call("=", List.of(left, right), Simple.BOOLEAN, left.nullable() || right.nullable());
    }

    /** The input, a node that occurs twice, joined with a renamed copy of its rows. */
    private Plan selfJoin(Plan input) {
        List<Projection> renamed = input.output().stream()
                .map(column -> new Projection(
                        column(column.name(), column.type(), column.nullable()), new ColumnReference(column)))
                .toList();
        return join(input, new Plan.Project(input, renamed));
    }

    private Plan aggregate(Plan input) {
        List<Projection> keys = new ArrayList<>();
        for (int index = random.nextInt(3); index > 0; index--) {
            keys.add(computed(expressions.of(expressions.type(), input.output(), 1)));
        }
        List<AggregateColumn> aggregates = new ArrayList<>();
        for (int index = random.nextInt(1, 4); index > 0; index--) {
            AggregateCall call = aggregateCall(input.output());
            aggregates.add(new AggregateColumn(column("a" + ids, call.type(), call.nullable()), call));
        }
        return new Plan.Aggregate(input, keys, aggregates);
    }

    private AggregateCall aggregateCall(List<Column> scope) {
        Optional<Expression> filter =
                random.nextInt(4) == 0 ? Optional.of(expressions.condition(scope, 1)) : Optional.empty();
        boolean distinct = random.nextInt(4) == 0;
        return switch (random.nextInt(5)) {
            case 0 -> call("count", Literal.of("1", Simple.INT), Simple.BIGINT, false, filter);
            case 1 -> call("count", expressions.of(expressions.type(), scope, 1), Simple.BIGINT, distinct, filter);
            case 2 -> call("sum", expressions.of(Simple.INT, scope, 1), Simple.BIGINT, distinct, filter);
            case 3 ->
                call("sum", expressions.of(RandomTables.MONEY, scope, 1), new DecimalType(20, 2), distinct, filter);
            default -> {
                DataType type = expressions.type();
                yield call(random.nextBoolean() ? "min" : "max", expressions.of(type, scope, 1), type, false, filter);
            }
        };
    }

    private static AggregateCall call(
            String function, Expression argument, DataType type, boolean distinct, Optional<Expression> filter) {
        boolean nullable = !function.equals("count");
        return new AggregateCall(
                function, List.of(argument), distinct, filter, List.of(), type, nullable, Optional.empty());
    }

    private Plan union(Plan left, Plan right) {
        List<DataType> types = someTypes();
        Plan first = shaped(left, types);
        Plan second = shaped(right, types);
        return new Plan.Union(List.of(first, second), fresh(types));
    }

    private Plan setOperation(Plan left, Plan right) {
        List<DataType> types = someTypes();
        return new Plan.SetOperation(
                shaped(left, types),
                shaped(right, types),
                random.nextBoolean() ? Plan.SetOperator.EXCEPT : Plan.SetOperator.INTERSECT,
                random.nextBoolean() ? Plan.Duplicates.KEPT : Plan.Duplicates.REMOVED,
                fresh(types));
    }

    private List<DataType> someTypes() {
        List<DataType> types = new ArrayList<>();
        for (int index = random.nextInt(1, 3); index > 0; index--) {
            types.add(expressions.type());
        }
        return types;
    }

    private List<Column> fresh(List<DataType> types) {
        return types.stream().map(type -> column("u" + ids, type, true)).toList();
    }

    private Plan shaped(Plan input, List<DataType> types) {
        return new Plan.Project(
                input,
                types.stream()
                        .map(type -> computed(expressions.of(type, input.output(), 1)))
                        .toList());
    }

    /** Keys by every column that has an order, so that rows with equal keys are equal in all that can be compared. */
    private List<SortKey> totalOrder(Plan input) {
        List<SortKey> keys = new ArrayList<>();
        for (Column column : input.output()) {
            if (!column.type().isNested()) {
                keys.add(new SortKey(
                        new ColumnReference(column),
                        random.nextBoolean() ? SortKey.Direction.ASCENDING : SortKey.Direction.DESCENDING,
                        random.nextBoolean() ? SortKey.NullOrder.FIRST : SortKey.NullOrder.LAST));
            }
        }
        return keys;
    }

    private Plan window(Plan input) {
        List<Expression> partition = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            partition.add(expressions.of(expressions.type(), input.output(), 1));
        }
        List<WindowColumn> columns = new ArrayList<>();
        for (int index = random.nextInt(1, 3); index > 0; index--) {
            WindowCall call = windowCall(input.output());
            columns.add(new WindowColumn(column("w" + ids, call.type(), call.nullable()), call));
        }
        return new Plan.Window(input, partition, totalOrder(input), columns);
    }

    private WindowCall windowCall(List<Column> scope) {
        WindowFrame growing = new WindowFrame(
                WindowFrame.Unit.ROWS, Bound.of(Anchor.UNBOUNDED_PRECEDING), Bound.of(Anchor.CURRENT_ROW));
        WindowFrame sliding = new WindowFrame(
                WindowFrame.Unit.ROWS,
                new Bound(Anchor.PRECEDING, Optional.of(Literal.of("2", Simple.INT))),
                new Bound(Anchor.FOLLOWING, Optional.of(Literal.of("1", Simple.INT))));
        Expression number = expressions.of(Simple.INT, scope, 1);
        return switch (random.nextInt(4)) {
            case 0 -> windowCall("row_number", List.of(), growing, Simple.INT);
            case 1 -> windowCall("rank", List.of(), growing, Simple.INT);
            case 2 ->
                windowCall(
                        "lag",
                        List.of(number, Literal.of("1", Simple.INT), Literal.ofNull(Simple.INT)),
                        growing,
                        Simple.INT);
            default -> windowCall("sum", List.of(number), random.nextBoolean() ? growing : sliding, Simple.BIGINT);
        };
    }

    private static WindowCall windowCall(
            String function, List<Expression> arguments, WindowFrame frame, DataType type) {
        return new WindowCall(
                function, arguments, Optional.empty(), false, frame, type, !arguments.isEmpty(), Optional.empty());
    }

    private Plan limit(Plan input) {
        Plan sorted = new Plan.Sort(input, totalOrder(input));
        OptionalLong count = random.nextInt(5) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(6));
        return new Plan.Limit(sorted, count, random.nextInt(3));
    }

    private Plan generate(Plan input) {
        Expression array = expressions.array(input.output(), 2);
        DataType rows = new ArrayType(new StructType(List.of(Field.of("col", Simple.INT))), false);
        Column item = column("item", Simple.INT, true);
        return new Plan.Generate(
                input,
                new Call("explode", List.of(array), rows, false),
                random.nextBoolean() ? Plan.EmptyRows.KEPT : Plan.EmptyRows.DROPPED,
                List.of(item));
    }

    private Plan expand(Plan input) {
        List<DataType> types = someTypes();
        List<List<Expression>> rows = new ArrayList<>();
        for (int index = random.nextInt(1, 4); index > 0; index--) {
            rows.add(types.stream()
                    .map(type -> expressions.of(type, input.output(), 1))
                    .toList());
        }
        return new Plan.Expand(input, rows, fresh(types));
    }

    private Plan sessionWindow(Plan input) {
        Projection start = computed(expressions.of(Simple.TIMESTAMP, input.output(), 1));
        Expression gap = Literal.of(
                "3600000000", new DataType.IntervalType(DataType.IntervalUnit.DAY, DataType.IntervalUnit.SECOND));
        Expression time = new ColumnReference(start.column());
        Expression end = new Call("+", List.of(time, gap), Simple.TIMESTAMP, time.nullable());
        StructType session = new StructType(List.of(
                new Field("start", Simple.TIMESTAMP, time.nullable()),
                new Field("end", Simple.TIMESTAMP, time.nullable())));
        return new Plan.SessionWindow(
                with(input, start),
                List.of(expressions.of(expressions.type(), input.output(), 0)),
                time,
                end,
                column("session", session, false));
    }

    private Plan watermark(Plan input) {
        Projection time = computed(expressions.of(Simple.TIMESTAMP, input.output(), 1));
        return new Plan.Watermark(with(input, time), new ColumnReference(time.column()), random.nextInt(1_000_000));
    }
}
