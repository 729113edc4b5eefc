package dev.leat.testkit;

import dev.leat.error.SourcePosition;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Random well-typed expressions over given columns. They never fail on rows of {@link RandomTables}: additions stay small,
 * and what could overflow or divide by zero is not drawn.
 */
public final class RandomExpressions {
    /** The scalar types drawn from. */
    public static final List<DataType> TYPES = List.of(
            Simple.INT,
            Simple.BIGINT,
            RandomTables.MONEY,
            Simple.DOUBLE,
            Simple.STRING,
            Simple.DATE,
            Simple.TIMESTAMP,
            Simple.BOOLEAN);

    private static final DataType INTS = new ArrayType(Simple.INT, true);
    private static final String[] COMPARISONS = {"=", "<=>", "<", "<=", ">", ">="};

    private final RandomGenerator random;
    private final RandomTables constants;
    private int lambdas;

    /** Expressions drawn from a generator. */
    public RandomExpressions(RandomGenerator random) {
        this.random = random;
        this.constants = new RandomTables(random);
    }

    /** A scalar type. */
    public DataType type() {
        return pick(TYPES);
    }

    /** A condition over the columns. */
    public Expression condition(List<Column> scope, int depth) {
        return of(Simple.BOOLEAN, scope, depth);
    }

    /** An expression of a scalar type over the columns. */
    public Expression of(DataType type, List<Column> scope, int depth) {
        List<Column> fitting =
                scope.stream().filter(column -> column.type().equals(type)).toList();
        if (depth <= 0 || random.nextInt(5) == 0) {
            return fitting.isEmpty() || random.nextInt(4) == 0
                    ? constants.literal(type)
                    : new ColumnReference(pick(fitting));
        }
        return switch (random.nextInt(8)) {
            case 0 -> choice(type, scope, depth - 1);
            case 1 -> call("coalesce", type, of(type, scope, depth - 1), of(type, scope, depth - 1));
            case 2 -> field(type, scope, depth - 1);
            case 3 -> fitting.isEmpty() ? constants.literal(type) : new ColumnReference(pick(fitting));
            default -> own(type, scope, depth - 1);
        };
    }

    /** An array of INT over the columns. */
    public Expression array(List<Column> scope, int depth) {
        Expression array = call("array", INTS, of(Simple.INT, scope, depth), of(Simple.INT, scope, depth));
        if (random.nextInt(3) > 0) {
            return array;
        }
        LambdaVariable item = new LambdaVariable("item" + lambdas++, Simple.INT, true);
        return random.nextBoolean()
                ? call(
                        "transform",
                        INTS,
                        array,
                        new Lambda(List.of(item), call("+", Simple.INT, item, constants.present(Simple.INT))))
                : call("filter", INTS, array, new Lambda(List.of(item), call("isnotnull", Simple.BOOLEAN, item)));
    }

    private Expression choice(DataType type, List<Column> scope, int depth) {
        List<Expression> arguments = new ArrayList<>();
        for (int branch = random.nextInt(1, 3); branch > 0; branch--) {
            arguments.add(condition(scope, depth));
            arguments.add(of(type, scope, depth));
        }
        if (random.nextBoolean()) {
            arguments.add(of(type, scope, depth));
        }
        return new Call("case", arguments, type, true, position());
    }

    private Expression field(DataType type, List<Column> scope, int depth) {
        DataType other = type();
        Expression first = of(type, scope, depth);
        Expression second = of(other, scope, depth);
        StructType struct = new StructType(
                List.of(new Field("x", type, first.nullable()), new Field("the y", other, second.nullable())));
        Expression made = new Call(
                "named_struct",
                List.of(Literal.of("x", Simple.STRING), first, Literal.of("the y", Simple.STRING), second),
                struct,
                false,
                position());
        return new Call("get_field", List.of(made, Literal.of("x", Simple.STRING)), type, first.nullable(), position());
    }

    private Expression own(DataType type, List<Column> scope, int depth) {
        if (type instanceof DecimalType) {
            return call("cast", type, of(Simple.INT, scope, 0));
        }
        return switch ((Simple) type) {
            case BOOLEAN -> logic(scope, depth);
            case INT -> integer(scope, depth);
            case BIGINT -> call("+", type, call("cast", type, of(Simple.INT, scope, depth)), of(type, scope, 0));
            case DOUBLE -> call("cast", type, of(pick(List.of(Simple.INT, RandomTables.MONEY)), scope, depth));
            case STRING -> words(scope, depth);
            case DATE -> call("date_add", type, of(type, scope, depth), constants.literal(Simple.INT));
            case TIMESTAMP -> call("date_trunc", type, Literal.of("HOUR", Simple.STRING), of(type, scope, depth));
            default -> constants.literal(type);
        };
    }

    private Expression integer(List<Column> scope, int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> call("+", Simple.INT, of(Simple.INT, scope, depth), of(Simple.INT, scope, 0));
            case 1 -> call("negative", Simple.INT, of(Simple.INT, scope, depth));
            case 2 -> call("length", Simple.INT, of(Simple.STRING, scope, depth));
            default -> call("year", Simple.INT, of(Simple.DATE, scope, depth));
        };
    }

    private Expression words(List<Column> scope, int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> call("concat", Simple.STRING, of(Simple.STRING, scope, depth), of(Simple.STRING, scope, 0));
            case 1 -> call("upper", Simple.STRING, of(Simple.STRING, scope, depth));
            default -> call("cast", Simple.STRING, of(Simple.INT, scope, depth));
        };
    }

    private Expression logic(List<Column> scope, int depth) {
        DataType type = type();
        return switch (random.nextInt(6)) {
            case 0 -> call("and", Simple.BOOLEAN, condition(scope, depth), condition(scope, depth));
            case 1 -> call("or", Simple.BOOLEAN, condition(scope, depth), condition(scope, depth));
            case 2 -> call("not", Simple.BOOLEAN, condition(scope, depth));
            case 3 ->
                new Call(
                        random.nextBoolean() ? "isnull" : "isnotnull",
                        List.of(of(type, scope, depth)),
                        Simple.BOOLEAN,
                        false,
                        position());
            case 4 ->
                call("in", Simple.BOOLEAN, of(type, scope, depth), constants.literal(type), constants.literal(type));
            default -> compare(type, scope, depth);
        };
    }

    private Expression compare(DataType type, List<Column> scope, int depth) {
        String operator = COMPARISONS[random.nextInt(COMPARISONS.length)];
        Expression left = of(type, scope, depth);
        Expression right = of(type, scope, depth);
        boolean nullable = !operator.equals("<=>") && (left.nullable() || right.nullable());
        return new Call(operator, List.of(left, right), Simple.BOOLEAN, nullable, position());
    }

    /** A call that is NULL only if an operand can be; that holds for all functions drawn this way. */
    private Call call(String function, DataType type, Expression... arguments) {
        boolean nullable = false;
        for (Expression argument : arguments) {
            nullable |= argument.nullable();
        }
        return new Call(function, List.of(arguments), type, nullable, position());
    }

    private Optional<SourcePosition> position() {
        return random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(new SourcePosition(
                        "query" + random.nextInt(2) + ".sql",
                        random.nextInt(1, 50),
                        random.nextInt(1, 120),
                        random.nextInt(1, 20)));
    }

    private <T> T pick(List<? extends T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
