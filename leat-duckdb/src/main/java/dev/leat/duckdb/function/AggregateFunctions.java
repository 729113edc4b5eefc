package dev.leat.duckdb.function;

import dev.leat.duckdb.function.AggregateTable.Clauses;
import dev.leat.duckdb.function.AggregateTable.Rendered;
import dev.leat.duckdb.function.AggregateTable.Row;
import dev.leat.plan.AggregateCall;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The native aggregate functions. Sums and averages of FLOAT and DOUBLE depend on the order of the rows, in Spark as here.
 */
final class AggregateFunctions {
    /** Spark rounds sums of decimals that have more digits; there DuckDB has to fail, and Spark's code answers. */
    private static final int EXACT_DIGITS = 34;

    /** The digits by which Spark widens the type of an average. */
    private static final int AVERAGE_DIGITS = 4;

    private AggregateFunctions() {}

    static Map<String, Row> rows() {
        Map<String, Row> rows = new HashMap<>();
        rows.put("count", AggregateFunctions::count);
        rows.put("sum", AggregateFunctions::sum);
        rows.put("avg", AggregateFunctions::average);
        rows.put("min", (call, clauses) -> extreme(call, clauses, "min"));
        rows.put("max", (call, clauses) -> extreme(call, clauses, "max"));
        rows.put("min_by", (call, clauses) -> extremeBy(call, clauses, "arg_min_null"));
        rows.put("max_by", (call, clauses) -> extremeBy(call, clauses, "arg_max_null"));
        rows.put("bit_and", (call, clauses) -> bits(call, clauses, "bit_and"));
        rows.put("bit_or", (call, clauses) -> bits(call, clauses, "bit_or"));
        rows.put("bit_xor", (call, clauses) -> bits(call, clauses, "bit_xor"));
        for (String function : List.of("stddev_samp", "stddev_pop", "var_samp", "var_pop")) {
            rows.put(function, (call, clauses) -> deviation(call, clauses, function));
        }
        rows.put("stddev", (call, clauses) -> deviation(call, clauses, "stddev_samp"));
        rows.put("std", (call, clauses) -> deviation(call, clauses, "stddev_samp"));
        rows.put("variance", (call, clauses) -> deviation(call, clauses, "var_samp"));
        rows.put("collect_list", AggregateFunctions::list);
        rows.put("array_agg", AggregateFunctions::list);
        rows.put("first", (call, clauses) -> edge(call, clauses, "first"));
        rows.put("first_value", (call, clauses) -> edge(call, clauses, "first"));
        rows.put("any_value", (call, clauses) -> edge(call, clauses, "first"));
        rows.put("last", (call, clauses) -> edge(call, clauses, "last"));
        rows.put("last_value", (call, clauses) -> edge(call, clauses, "last"));
        rows.put("single_value", AggregateFunctions::singleValue);
        return Map.copyOf(rows);
    }

    /** Counts the rows in which no operand is NULL. */
    private static Optional<Rendered> count(AggregateCall call, Clauses clauses) {
        List<String> operands = clauses.operands();
        if (operands.size() == 1) {
            return Rendered.total(clauses.apply("count"));
        }
        String present = operands.stream().map(sql -> sql + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String row = "CASE WHEN " + present + " THEN row(" + String.join(", ", operands) + ") END";
        return Rendered.total(clauses.apply("count", row));
    }

    private static Optional<Rendered> sum(AggregateCall call, Clauses clauses) {
        DataType type = call.arguments().get(0).type();
        if (type.isFloating()) {
            return Rendered.total(clauses.apply("sum", asDouble(clauses)));
        }
        if (type.isIntegral()) {
            return Rendered.partial("CAST(" + clauses.apply("sum") + " AS BIGINT)");
        }
        if (type instanceof DecimalType decimal && call.type() instanceof DecimalType result) {
            return Rendered.partial(
                    "CAST(" + exactSum(decimal, result.precision(), clauses) + " AS " + result.sql() + ")");
        }
        return Optional.empty();
    }

    private static String asDouble(Clauses clauses) {
        return "CAST(" + clauses.operands().get(0) + " AS DOUBLE)";
    }

    private static String exactSum(DecimalType type, int precision, Clauses clauses) {
        int digits = Math.min(EXACT_DIGITS, Math.max(precision, type.scale()));
        return type.scale() > digits
                ? clauses.apply("sum")
                : "CAST(" + clauses.apply("sum") + " AS DECIMAL(" + digits + "," + type.scale() + "))";
    }

    private static Optional<Rendered> average(AggregateCall call, Clauses clauses) {
        DataType type = call.arguments().get(0).type();
        if (type.isFloating() || type.isIntegral()) {
            return Rendered.total(clauses.apply("avg", asDouble(clauses)));
        }
        boolean hasRoom = type instanceof DecimalType decimal
                && call.type()
                        .equals(new DecimalType(
                                Math.min(decimal.precision() + AVERAGE_DIGITS, DecimalFunctions.PRECISION_MAX),
                                Math.min(decimal.scale() + AVERAGE_DIGITS, DecimalFunctions.PRECISION_MAX)))
                && decimal.precision() + AVERAGE_DIGITS <= DecimalFunctions.PRECISION_MAX;
        if (!hasRoom) {
            return Optional.empty();
        }
        DecimalType decimal = (DecimalType) type;
        String sum = exactSum(decimal, EXACT_DIGITS, clauses);
        // Digits of the sum with four more, doubled, then rounded half up by the count.
        String doubled =
                "(" + DecimalFunctions.unscaled(sum, new DecimalType(EXACT_DIGITS, decimal.scale())) + " * 20000)";
        String count = clauses.apply("count");
        String rounded = "((" + doubled + " + CASE WHEN " + sum + " < 0 THEN -" + count + " ELSE " + count
                + " END) // (2 * " + count + "))";
        return Rendered.partial(DecimalFunctions.scaled(rounded, (DecimalType) call.type()));
    }

    private static Optional<Rendered> extreme(AggregateCall call, Clauses clauses, String function) {
        DataType type = call.arguments().get(0).type();
        boolean ordered = !type.isNested() && type != Simple.INTERVAL;
        return ordered
                ? Rendered.total(clauses.apply(function))
                : StructExtremes.sql(type, function, clauses).flatMap(Rendered::total);
    }

    /** Of rows that are alike, either side may take any. */
    private static Optional<Rendered> extremeBy(AggregateCall call, Clauses clauses, String function) {
        DataType by = call.arguments().get(1).type();
        boolean ordered = TypeClass.ORDERED.contains(by) && !by.isFloating();
        return ordered && !call.distinct()
                ? Rendered.total(function + "(" + String.join(", ", clauses.operands()) + ")" + clauses.filter())
                : Optional.empty();
    }

    private static Optional<Rendered> bits(AggregateCall call, Clauses clauses, String function) {
        return call.arguments().get(0).type().isIntegral() ? Rendered.total(clauses.apply(function)) : Optional.empty();
    }

    /** DuckDB fails on infinities and NaN, of which Spark makes NaN. */
    private static Optional<Rendered> deviation(AggregateCall call, Clauses clauses, String function) {
        return call.arguments().get(0).type() == Simple.DOUBLE
                ? Rendered.partial(clauses.apply(function))
                : Optional.empty();
    }

    private static Optional<Rendered> list(AggregateCall call, Clauses clauses) {
        boolean isPlain =
                !call.distinct() && clauses.filter().isEmpty() && call.order().isEmpty();
        String operand = clauses.operands().get(0);
        return isPlain
                ? Rendered.total("coalesce(list(" + operand + ") FILTER (WHERE " + operand + " IS NOT NULL), [])")
                : Optional.empty();
    }

    /** The row that comes first depends on the order of the rows, in Spark as here. */
    private static Optional<Rendered> edge(AggregateCall call, Clauses clauses, String function) {
        if (call.distinct() || call.arguments().size() > 1) {
            return Optional.empty();
        }
        return Rendered.total(clauses.apply(function));
    }

    /** The message is that of Spark's error class; the engine turns it into an error of the user's query. */
    private static Optional<Rendered> singleValue(AggregateCall call, Clauses clauses) {
        String operand = clauses.operands().get(0);
        return Rendered.total("CASE WHEN count(*) > 1 THEN error('leat:SCALAR_SUBQUERY_TOO_MANY_ROWS') ELSE first("
                + operand + ") END");
    }
}
