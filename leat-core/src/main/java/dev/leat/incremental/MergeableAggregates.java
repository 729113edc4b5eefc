package dev.leat.incremental;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanRewriter;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Aggregates whose groups can be brought up to date from those of the new rows alone. Averages become sums and counts,
 * from which a projection makes them again; what remains merges by {@link #merge}.
 */
final class MergeableAggregates {
    private static final Set<String> MERGED_BY_THEMSELVES = Set.of("min", "max", "bit_and", "bit_or", "bit_xor");

    /** The digits by which Spark widens the type of an average. */
    private static final int AVERAGE_DIGITS = 4;

    /**
     * Digits that a quotient has beyond those of the average it is rounded to. A quotient by a count of less than 10^12 is
     * that far from the half of a digit, unless it is the half itself; so rounding twice is rounding once.
     */
    private static final int QUOTIENT_DIGITS = 12;

    private static final int PRECISION_MAX = 38;
    private static final int COUNT_DIGITS = 20;

    private int nextId;

    private MergeableAggregates(int nextId) {
        this.nextId = nextId;
    }

    /** The plan with averages taken apart, wherever that makes an aggregate mergeable. */
    static Plan split(Plan plan) {
        MergeableAggregates pass = new MergeableAggregates(Plans.firstFreeId(plan));
        return PlanRewriter.rewrite(
                plan, node -> node instanceof Plan.Aggregate aggregate ? pass.split(aggregate) : node);
    }

    /** Whether groups merge with those of added rows. */
    static boolean isMergeable(Plan.Aggregate aggregate) {
        return aggregate.aggregates().stream().allMatch(column -> isMergeable(column.call()));
    }

    private static boolean isMergeable(AggregateCall call) {
        return !call.distinct()
                && (call.function().equals("count")
                        || (call.function().equals("sum") && isSummed(call.type()))
                        || (MERGED_BY_THEMSELVES.contains(call.function())
                                && !call.type().isNested()
                                && call.type() != Simple.INTERVAL));
    }

    private static boolean isSummed(DataType type) {
        return type == Simple.BIGINT || type == Simple.DOUBLE || type instanceof DecimalType;
    }

    /**
     * What merges the values of a mergeable call.
     *
     * @param values the column with the values that stand for parts of a group
     */
    static AggregateCall merge(AggregateColumn column, Column values) {
        AggregateCall call = column.call();
        boolean adds = call.function().equals("count") || call.function().equals("sum");
        return new AggregateCall(
                adds ? "sum" : call.function(),
                List.of(new ColumnReference(values)),
                false,
                Optional.empty(),
                List.of(),
                adds ? sumType(call.type()) : call.type(),
                true,
                Optional.empty());
    }

    private static DataType sumType(DataType type) {
        return type instanceof DecimalType decimal
                ? new DecimalType(Math.min(PRECISION_MAX, decimal.precision() + 10), decimal.scale())
                : type;
    }

    private Plan split(Plan.Aggregate aggregate) {
        boolean hasAverage = aggregate.aggregates().stream().anyMatch(column -> isSplit(column.call()));
        boolean rest = aggregate.aggregates().stream()
                .allMatch(column -> isSplit(column.call()) || isMergeable(column.call()));
        if (!hasAverage || !rest) {
            return aggregate;
        }
        List<AggregateColumn> partials = new ArrayList<>();
        List<Projection> results = new ArrayList<>();
        for (Projection key : aggregate.keys()) {
            results.addAll(Projections.passing(List.of(key.column())));
        }
        for (AggregateColumn column : aggregate.aggregates()) {
            if (isSplit(column.call())) {
                results.add(new Projection(column.column(), average(column, partials)));
            } else {
                partials.add(column);
                results.addAll(Projections.passing(List.of(column.column())));
            }
        }
        return new Plan.Project(new Plan.Aggregate(aggregate.input(), aggregate.keys(), partials), results);
    }

    private static boolean isSplit(AggregateCall call) {
        if (!call.function().equals("avg") || call.distinct()) {
            return false;
        }
        DataType argument = call.arguments().get(0).type();
        if (argument instanceof DecimalType decimal) {
            DecimalType quotient = quotient(sumOf(decimal));
            return call.type() instanceof DecimalType average
                    && average.scale() == decimal.scale() + AVERAGE_DIGITS
                    && quotient.scale() >= average.scale() + QUOTIENT_DIGITS;
        }
        return call.type() == Simple.DOUBLE && (argument.isIntegral() || argument.isFloating());
    }

    private static DecimalType sumOf(DecimalType argument) {
        return new DecimalType(Math.min(PRECISION_MAX, argument.precision() + 10), argument.scale());
    }

    /** The type that Spark's {@code DecimalPrecision} gives the quotient of a sum and a count. */
    private static DecimalType quotient(DecimalType sum) {
        int scale = Math.max(6, sum.scale() + COUNT_DIGITS + 1);
        int precision = sum.precision() - sum.scale() + scale;
        if (precision <= PRECISION_MAX) {
            return new DecimalType(precision, scale);
        }
        int whole = precision - scale;
        return new DecimalType(PRECISION_MAX, Math.max(PRECISION_MAX - whole, Math.min(scale, 6)));
    }

    private Expression average(AggregateColumn column, List<AggregateColumn> partials) {
        AggregateCall call = column.call();
        Expression argument = call.arguments().get(0);
        boolean isDecimal = argument.type() instanceof DecimalType;
        Expression summed = isDecimal || argument.type() == Simple.DOUBLE
                ? argument
                : cast(argument, Simple.DOUBLE, argument.nullable());
        DataType sumType = summed.type() instanceof DecimalType decimal ? sumOf(decimal) : Simple.DOUBLE;
        ColumnReference sum = partial("sum", summed, sumType, true, call, partials);
        ColumnReference count = partial("count", argument, Simple.BIGINT, false, call, partials);
        Expression isEmpty = new Call("=", List.of(count, Literal.of("0", Simple.BIGINT)), Simple.BOOLEAN, false);
        DataType divisorType = isDecimal ? new DecimalType(COUNT_DIGITS, 0) : Simple.DOUBLE;
        Expression divisor = new Call(
                "case",
                List.of(isEmpty, Literal.ofNull(divisorType), cast(count, divisorType, false)),
                divisorType,
                true);
        DataType quotientType = sumType instanceof DecimalType decimal ? quotient(decimal) : Simple.DOUBLE;
        Expression quotient = new Call("/", List.of(sum, divisor), quotientType, true);
        return isDecimal ? cast(quotient, call.type(), true) : quotient;
    }

    private ColumnReference partial(
            String function,
            Expression argument,
            DataType type,
            boolean nullable,
            AggregateCall call,
            List<AggregateColumn> partials) {
        Column column = new Column(nextId++, function, type, nullable);
        partials.add(new AggregateColumn(
                column,
                new AggregateCall(
                        function,
                        List.of(argument),
                        false,
                        call.filter(),
                        List.of(),
                        type,
                        nullable,
                        call.position())));
        return new ColumnReference(column);
    }

    private static Expression cast(Expression value, DataType type, boolean nullable) {
        return new Call("cast", List.of(value), type, nullable);
    }
}
