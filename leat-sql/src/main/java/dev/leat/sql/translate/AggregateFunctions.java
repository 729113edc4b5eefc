package dev.leat.sql.translate;

import dev.leat.error.LeatException;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.SortKey;
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.CountMinSketchAgg;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.HyperLogLogPlusPlus;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.expressions.aggregate.ListAgg;
import org.apache.spark.sql.catalyst.expressions.aggregate.Mode;
import org.apache.spark.sql.catalyst.expressions.aggregate.Percentile;
import org.apache.spark.sql.catalyst.expressions.aggregate.PercentileDisc;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;

/** Aggregate functions, also where they are used over windows. */
final class AggregateFunctions {
    private static final double DEFAULT_DEVIATION = 0.05;

    private AggregateFunctions() {}

    /** A function with its operands; {@code order} is what WITHIN GROUP says. */
    record Written(String function, List<Expression> arguments, List<SortKey> order) {
        Written(String function, List<Expression> arguments) {
            this(function, arguments, List.of());
        }
    }

    /** How aggregate functions of one of Spark's classes are written. */
    private interface Rule<F> {
        Written write(F function, Translation translation);
    }

    private static final Map<Class<?>, Rule<? extends AggregateFunction>> RULES = new HashMap<>();

    private static <F extends AggregateFunction> void rule(Class<F> type, Rule<F> rule) {
        RULES.put(type, rule);
    }

    static {
        rule(
                Sum.class,
                (sum, t) -> new Written(
                        mode(sum.evalContext().evalMode(), "sum", "try_sum", sum, t), t.all(List.of(sum.child()))));
        rule(
                Average.class,
                (avg, t) -> new Written(mode(avg.evalMode(), "avg", "try_avg", avg, t), t.all(List.of(avg.child()))));
        rule(First.class, (first, t) -> new Written("first", edge(first.child(), first.ignoreNulls(), t)));
        rule(Last.class, (last, t) -> new Written("last", edge(last.child(), last.ignoreNulls(), t)));
        rule(HyperLogLogPlusPlus.class, AggregateFunctions::approxCount);
        rule(
                ListAgg.class,
                (list, t) -> new Written(
                        "listagg",
                        t.all(List.of(list.child(), list.delimiter())),
                        Limits.keys(Scala.list(list.orderExpressions()), t)));
        rule(Percentile.class, AggregateFunctions::percentile);
        rule(
                PercentileDisc.class,
                (disc, t) -> new Written(
                        "percentile_disc", t.all(List.of(disc.right())), within(disc.left(), disc.reverse(), t)));
        rule(
                CountMinSketchAgg.class,
                (sketch, t) -> new Written(
                        "count_min_sketch",
                        t.all(Scala.<org.apache.spark.sql.catalyst.expressions.Expression>list(sketch.children()))));
        rule(Mode.class, AggregateFunctions::mode);
    }

    /** The call as a column of an Aggregate. */
    static AggregateColumn translate(
            AggregateExpression expression, String name, Columns columns, Translation translation) {
        AggregateFunction function = expression.aggregateFunction();
        Written written = write(function, translation);
        Optional<Expression> filter = Scala.optional(expression.filter()).map(translation::of);
        Column column = columns.create(name, translation.typeOf(function), function.nullable());
        AggregateCall call = new AggregateCall(
                written.function(),
                written.arguments(),
                expression.isDistinct(),
                filter,
                written.order(),
                column.type(),
                column.nullable(),
                translation.facts().refusals().position(expression.origin()));
        return new AggregateColumn(column, call);
    }

    /** The function's name and operands. */
    static Written write(AggregateFunction function, Translation translation) {
        @SuppressWarnings("unchecked") // The key of a rule is the class it takes.
        Rule<AggregateFunction> rule = (Rule<AggregateFunction>) RULES.get(function.getClass());
        if (rule != null) {
            return rule.write(function, translation);
        }
        String name = RegisteredFunctions.nameOf(function).orElseThrow(() -> refuse(function, translation));
        return new Written(
                name,
                translation.all(Scala.<org.apache.spark.sql.catalyst.expressions.Expression>list(function.children())));
    }

    private static String mode(
            scala.Enumeration.Value mode,
            String plain,
            String tried,
            AggregateFunction function,
            Translation translation) {
        if (mode.equals(EvalMode$.MODULE$.ANSI())) {
            return plain;
        }
        if (mode.equals(EvalMode$.MODULE$.TRY())) {
            return tried;
        }
        throw refuse(function, translation);
    }

    private static LeatException refuse(AggregateFunction function, Translation translation) {
        return translation.refuse(
                function, "The aggregate function " + RegisteredFunctions.shortText(function) + " is not supported");
    }

    private static List<Expression> edge(
            org.apache.spark.sql.catalyst.expressions.Expression child, boolean ignoreNulls, Translation translation) {
        List<Expression> arguments = new ArrayList<>(List.of(translation.of(child)));
        if (ignoreNulls) {
            arguments.add(Literal.of("true", Simple.BOOLEAN));
        }
        return arguments;
    }

    private static Written approxCount(HyperLogLogPlusPlus count, Translation translation) {
        List<Expression> arguments = new ArrayList<>(List.of(translation.of(count.child())));
        if (Double.compare(count.relativeSD(), DEFAULT_DEVIATION) != 0) {
            arguments.add(Literal.of(Double.toString(count.relativeSD()), Simple.DOUBLE));
        }
        return new Written("approx_count_distinct", arguments);
    }

    private static Written percentile(Percentile percentile, Translation translation) {
        if (percentile.reverse()) {
            return new Written(
                    "percentile_cont",
                    translation.all(List.of(percentile.percentageExpression())),
                    within(percentile.child(), true, translation));
        }
        List<Expression> arguments =
                new ArrayList<>(translation.all(List.of(percentile.child(), percentile.percentageExpression())));
        Expression frequency = translation.of(percentile.frequencyExpression());
        boolean isOne = frequency instanceof Literal literal
                && literal.text().map("1"::equals).orElse(false);
        if (!isOne) {
            arguments.add(frequency);
        }
        return new Written("percentile", arguments);
    }

    private static Written mode(Mode mode, Translation translation) {
        if (mode.reverseOpt().isEmpty()) {
            return new Written("mode", translation.all(List.of(mode.child())));
        }
        // Among equally frequent values the least, which also values without an order have.
        if ((boolean) mode.reverseOpt().get()) {
            List<Expression> arguments = new ArrayList<>(translation.all(List.of(mode.child())));
            arguments.add(Literal.of("true", Simple.BOOLEAN));
            return new Written("mode", arguments);
        }
        return new Written("mode", List.of(), within(mode.child(), true, translation));
    }

    private static List<SortKey> within(
            org.apache.spark.sql.catalyst.expressions.Expression child, boolean reverse, Translation translation) {
        return List.of(new SortKey(
                translation.of(child),
                reverse ? SortKey.Direction.DESCENDING : SortKey.Direction.ASCENDING,
                reverse ? SortKey.NullOrder.LAST : SortKey.NullOrder.FIRST));
    }
}
