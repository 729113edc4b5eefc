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
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

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

    /** Every BIGINT is a value of this type; the type of their sum has ten digits more. */
    private static final DecimalType BIGINT_DIGITS = new DecimalType(20, 0);

    private static final int COUNT_DIGITS = 20;

    private final Predicate<Plan.Scan> grows;
    private int nextId;

    private MergeableAggregates(int nextId, Predicate<Plan.Scan> grows) {
        this.nextId = nextId;
        this.grows = grows;
    }

    /**
     * The plan with averages taken apart, wherever that makes an aggregate mergeable, and with the counts by which groups and
     * sums vanish, wherever rows can be taken away.
     *
     * @param grows whether rows are only ever added to the relation of a scan
     */
    static Plan split(Plan plan, Predicate<Plan.Scan> grows) {
        MergeableAggregates pass = new MergeableAggregates(Plans.firstFreeId(plan), grows);
        return PlanRewriter.rewrite(
                plan,
                node -> node instanceof Plan.Aggregate aggregate
                        ? pass.split(aggregate)
                        : node instanceof Plan.Distinct distinct ? pass.split(distinct) : node);
    }

    /** Whether groups also merge with those of rows that are taken away. */
    static boolean isRetractable(Plan.Aggregate aggregate) {
        return isExact(aggregate)
                && (aggregate.keys().isEmpty() || rowCount(aggregate).isPresent())
                && IntStream.range(0, aggregate.aggregates().size())
                        .allMatch(i -> isCount(aggregate.aggregates().get(i).call())
                                || countOf(aggregate, i).isPresent());
    }

    /** Whether all aggregates are counts and exact sums: what was added can be subtracted again. */
    private static boolean isExact(Plan.Aggregate aggregate) {
        return aggregate.aggregates().stream()
                .map(AggregateColumn::call)
                .allMatch(call -> isMergeable(call)
                        && (isCount(call) || (call.function().equals("sum") && call.type() != Simple.DOUBLE)));
    }

    private static boolean isCount(AggregateCall call) {
        return call.function().equals("count");
    }

    /** The index of the aggregate that counts the rows of a group. */
    static OptionalInt rowCount(Plan.Aggregate aggregate) {
        return find(aggregate.aggregates(), rowCount());
    }

    private static AggregateCall rowCount() {
        return count(List.of(Literal.of("1", Simple.INT)), Optional.empty());
    }

    /** The index of the aggregate that counts the values that another one adds up. */
    static OptionalInt countOf(Plan.Aggregate aggregate, int sum) {
        return find(
                aggregate.aggregates(), countOf(aggregate.aggregates().get(sum).call()));
    }

    private static AggregateCall countOf(AggregateCall sum) {
        return count(sum.arguments(), sum.filter());
    }

    private static AggregateCall count(List<Expression> arguments, Optional<Expression> filter) {
        return new AggregateCall("count", arguments, false, filter, List.of(), Simple.BIGINT, false, Optional.empty());
    }

    /** The index of an aggregate that computes the same. */
    private static OptionalInt find(List<AggregateColumn> aggregates, AggregateCall call) {
        return IntStream.range(0, aggregates.size())
                .filter(i -> placeless(aggregates.get(i).call()).equals(placeless(call)))
                .findFirst();
    }

    private static AggregateCall placeless(AggregateCall call) {
        return new AggregateCall(
                call.function(),
                call.arguments(),
                call.distinct(),
                call.filter(),
                call.order(),
                call.type(),
                false,
                Optional.empty());
    }

    /** Whether groups merge with those of added rows. */
    static boolean isMergeable(Plan.Aggregate aggregate) {
        return aggregate.aggregates().stream().allMatch(column -> isMergeable(column.call()));
    }

    private static boolean isMergeable(AggregateCall call) {
        return !call.distinct()
                && (call.function().equals("count")
                        || (call.function().equals("sum") && isSummed(call.type()))
                        || MERGED_BY_THEMSELVES.contains(call.function()));
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
        if (!rest) {
            return aggregate;
        }
        List<AggregateColumn> partials = new ArrayList<>();
        aggregate.aggregates().stream()
                .filter(column -> !isSplit(column.call()))
                .forEach(partials::add);
        List<Projection> results = new ArrayList<>();
        for (Projection key : aggregate.keys()) {
            results.addAll(Projections.passing(List.of(key.column())));
        }
        for (AggregateColumn column : aggregate.aggregates()) {
            if (isSplit(column.call())) {
                results.add(new Projection(column.column(), average(column, partials)));
            } else {
                results.addAll(Projections.passing(List.of(column.column())));
            }
        }
        Plan.Aggregate parts = new Plan.Aggregate(aggregate.input(), aggregate.keys(), partials);
        if (isExact(parts) && canShrink(aggregate.input(), grows)) {
            addCounts(parts, partials);
        } else if (!hasAverage) {
            return aggregate;
        }
        return new Plan.Project(new Plan.Aggregate(aggregate.input(), aggregate.keys(), partials), results);
    }

    /** Distinct rows are groups, which merge. */
    private Plan split(Plan.Distinct distinct) {
        return distinct.output().isEmpty()
                ? distinct
                : split(new Plan.Aggregate(distinct.input(), Projections.passing(distinct.output()), List.of()));
    }

    /** The counts that groups and sums need to vanish. */
    private void addCounts(Plan.Aggregate aggregate, List<AggregateColumn> partials) {
        if (!aggregate.keys().isEmpty()) {
            partial(rowCount(), partials);
        }
        for (AggregateColumn column : aggregate.aggregates()) {
            if (!isCount(column.call())) {
                partial(countOf(column.call()), partials);
            }
        }
    }

    /** Whether rows of a plan's result can go when rows are added to what it reads, or go there. */
    static boolean canShrink(Plan plan, Predicate<Plan.Scan> grows) {
        if (plan instanceof Plan.Scan scan) {
            return !grows.test(scan);
        }
        boolean keeps = plan instanceof Plan.Values
                || plan instanceof Plan.Filter
                || plan instanceof Plan.Project
                || plan instanceof Plan.Union
                || plan instanceof Plan.Generate
                || plan instanceof Plan.Expand
                || plan instanceof Plan.Sort
                || plan instanceof Plan.Distinct
                || plan instanceof Plan.Watermark
                || (plan instanceof Plan.Join join
                        && (join.kind() == Plan.JoinKind.INNER || join.kind() == Plan.JoinKind.SEMI));
        return !keeps || plan.inputs().stream().anyMatch(input -> canShrink(input, grows));
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
        ColumnReference sum = partial(sum(call, argument), partials);
        ColumnReference count = partial(count(call.arguments(), call.filter()), partials);
        Expression isEmpty = new Call("=", List.of(count, Literal.of("0", Simple.BIGINT)), Simple.BOOLEAN, false);
        DataType divisorType = isDecimal ? new DecimalType(COUNT_DIGITS, 0) : Simple.DOUBLE;
        Expression divisor = new Call(
                "case",
                List.of(isEmpty, Literal.ofNull(divisorType), cast(count, divisorType, false)),
                divisorType,
                true);
        Expression dividend = isDecimal || sum.type() == Simple.DOUBLE ? sum : cast(sum, Simple.DOUBLE, true);
        DataType quotientType = isDecimal ? quotient((DecimalType) sum.type()) : Simple.DOUBLE;
        Expression quotient = new Call("/", List.of(dividend, divisor), quotientType, true);
        return isDecimal ? cast(quotient, call.type(), true) : quotient;
    }

    /** The sum of what is averaged: exact, unless that is floating itself, and of a type that does not overflow. */
    private static AggregateCall sum(AggregateCall average, Expression argument) {
        DataType type = argument.type();
        DataType summed = type instanceof DecimalType || type == Simple.BIGINT ? BIGINT_DIGITS : Simple.BIGINT;
        if (type.isFloating()) {
            summed = Simple.DOUBLE;
        }
        boolean isAsIs = type instanceof DecimalType || type == summed;
        Expression value = isAsIs ? argument : cast(argument, summed, argument.nullable());
        DataType sumType = value.type() instanceof DecimalType decimal ? sumOf(decimal) : summed;
        return new AggregateCall(
                "sum", List.of(value), false, average.filter(), List.of(), sumType, true, average.position());
    }

    /** The column of a partial result; equal ones are computed once. */
    private ColumnReference partial(AggregateCall call, List<AggregateColumn> partials) {
        OptionalInt known = find(partials, call);
        if (known.isEmpty()) {
            partials.add(
                    new AggregateColumn(new Column(nextId++, call.function(), call.type(), call.nullable()), call));
        }
        return new ColumnReference(
                partials.get(known.orElse(partials.size() - 1)).column());
    }

    private static Expression cast(Expression value, DataType type, boolean nullable) {
        return new Call("cast", List.of(value), type, nullable);
    }
}
