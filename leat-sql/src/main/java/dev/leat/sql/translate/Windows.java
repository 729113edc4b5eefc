package dev.leat.sql.translate;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.SortKey;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowColumn;
import dev.leat.plan.WindowFrame;
import dev.leat.plan.WindowFrame.Anchor;
import dev.leat.plan.WindowFrame.Bound;
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.CumeDist;
import org.apache.spark.sql.catalyst.expressions.CurrentRow$;
import org.apache.spark.sql.catalyst.expressions.DenseRank;
import org.apache.spark.sql.catalyst.expressions.FrameLessOffsetWindowFunction;
import org.apache.spark.sql.catalyst.expressions.Lag;
import org.apache.spark.sql.catalyst.expressions.NTile;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NthValue;
import org.apache.spark.sql.catalyst.expressions.PercentRank;
import org.apache.spark.sql.catalyst.expressions.Rank;
import org.apache.spark.sql.catalyst.expressions.RowFrame$;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/** Window functions. */
final class Windows {
    private static final Pattern ZERO = Pattern.compile("-0*\\.?0*");

    private final PlanTranslator plans;

    Windows(PlanTranslator plans) {
        this.plans = plans;
    }

    /** What a function is called and works on. */
    private record Written(
            String function,
            List<Expression> arguments,
            Optional<Expression> filter,
            List<SortKey> order,
            boolean ignoresNulls) {
        Written(String function, List<Expression> arguments) {
            this(function, arguments, Optional.empty(), false);
        }

        Written(String function, List<Expression> arguments, Optional<Expression> filter, boolean ignoresNulls) {
            this(function, arguments, filter, List.of(), ignoresNulls);
        }
    }

    Plan translate(Window window) {
        Node child = plans.translate(window.child());
        List<NamedExpression> list = Scala.list(window.windowExpressions());
        Node input = plans.subqueries().attach(child, list);
        Translation translation = plans.in(input.scope());
        List<WindowColumn> functions = new ArrayList<>();
        for (NamedExpression named : list) {
            windowOf(named).ifPresent(found -> functions.add(column(named.name(), found, translation)));
        }
        Plan plan = new Plan.Window(
                input.plan(),
                translation.all(
                        Scala.<org.apache.spark.sql.catalyst.expressions.Expression>list(window.partitionSpec())),
                order(window, translation),
                functions);
        return select(plan, child.plan().output(), list, functions, translation);
    }

    /** The input's columns, then the list, in which Spark's rewriting of subqueries may put plain columns, too. */
    private Plan select(
            Plan plan,
            List<Column> inputs,
            List<NamedExpression> list,
            List<WindowColumn> functions,
            Translation translation) {
        Set<Integer> taken = Columns.none();
        List<Projection> output = new ArrayList<>();
        for (Column column : inputs) {
            output.add(plans.columns().project(new ColumnReference(column), column.name(), taken));
        }
        Iterator<WindowColumn> next = functions.iterator();
        for (NamedExpression named : list) {
            Expression value = windowOf(named).isPresent()
                    ? new ColumnReference(next.next().column())
                    : translation.of((org.apache.spark.sql.catalyst.expressions.Expression) named);
            output.add(plans.columns().project(value, named.name(), taken));
        }
        List<Column> columns = output.stream().map(Projection::column).toList();
        return columns.equals(plan.output()) ? plan : new Plan.Project(plan, output);
    }

    private static Optional<WindowExpression> windowOf(NamedExpression named) {
        return named instanceof Alias alias && alias.child() instanceof WindowExpression window
                ? Optional.of(window)
                : Optional.empty();
    }

    /** Spark's rewriting of LIMIT in a subquery numbers rows without an order, which SQL does not allow. */
    private static List<SortKey> order(Window window, Translation translation) {
        List<SortOrder> order = Scala.list(window.orderSpec());
        boolean ranks = Scala.<NamedExpression>list(window.windowExpressions()).stream()
                .anyMatch(named -> windowOf(named)
                        .map(found -> !(found.windowFunction() instanceof AggregateExpression))
                        .orElse(false));
        return order.isEmpty() && ranks
                ? List.of(
                        new SortKey(Literal.of("1", Simple.INT), SortKey.Direction.ASCENDING, SortKey.NullOrder.FIRST))
                : Limits.keys(order, translation);
    }

    private WindowColumn column(String name, WindowExpression window, Translation translation) {
        Written written = write(window.windowFunction(), translation);
        Column column = plans.columns()
                .create(
                        name,
                        translation.typeOf(window),
                        window.windowFunction().nullable());
        WindowCall call = new WindowCall(
                written.function(),
                written.arguments(),
                written.filter(),
                written.order(),
                written.ignoresNulls(),
                frame((SpecifiedWindowFrame) window.windowSpec().frameSpecification(), translation),
                column.type(),
                column.nullable(),
                plans.facts().refusals().position(window.origin()));
        return new WindowColumn(column, call);
    }

    private static Written write(
            org.apache.spark.sql.catalyst.expressions.Expression function, Translation translation) {
        if (function instanceof AggregateExpression aggregate) {
            return aggregate(aggregate, translation);
        }
        if (function instanceof RowNumber) {
            return new Written("row_number", List.of());
        }
        if (function instanceof CumeDist) {
            return new Written("cume_dist", List.of());
        }
        // The children of the ranking functions repeat the order, which the window has.
        if (function instanceof Rank) {
            return new Written("rank", List.of());
        }
        if (function instanceof DenseRank) {
            return new Written("dense_rank", List.of());
        }
        if (function instanceof PercentRank) {
            return new Written("percent_rank", List.of());
        }
        if (function instanceof NthValue nth) {
            return new Written(
                    "nth_value",
                    translation.all(List.of(nth.input(), nth.offset())),
                    Optional.empty(),
                    nth.ignoreNulls());
        }
        if (function instanceof NTile tiles) {
            return new Written("ntile", translation.all(List.of(tiles.buckets())));
        }
        if (function instanceof FrameLessOffsetWindowFunction offset) {
            return offset(offset, translation);
        }
        throw translation.refuse(
                function, "The window function " + RegisteredFunctions.shortText(function) + " is not supported");
    }

    private static Written aggregate(AggregateExpression aggregate, Translation translation) {
        Optional<Expression> filter = Scala.optional(aggregate.filter()).map(translation::of);
        if (aggregate.isDistinct()) {
            throw translation.refuse(aggregate, "DISTINCT over a window is not supported");
        }
        if (aggregate.aggregateFunction() instanceof First first) {
            return new Written("first_value", translation.all(List.of(first.child())), filter, first.ignoreNulls());
        }
        if (aggregate.aggregateFunction() instanceof Last last) {
            return new Written("last_value", translation.all(List.of(last.child())), filter, last.ignoreNulls());
        }
        AggregateFunctions.Written written = AggregateFunctions.write(aggregate.aggregateFunction(), translation);
        return new Written(written.function(), written.arguments(), filter, written.order(), false);
    }

    private static Written offset(FrameLessOffsetWindowFunction function, Translation translation) {
        // Lag holds its distance twice, once as written and once negated; Java can't name the third child, "default".
        org.apache.spark.sql.catalyst.expressions.Expression distance =
                function instanceof Lag lag ? lag.inputOffset() : function.offset();
        org.apache.spark.sql.catalyst.expressions.Expression otherwise =
                function.children().last();
        return new Written(
                function instanceof Lag ? "lag" : "lead",
                translation.all(List.of(function.input(), distance, otherwise)),
                Optional.empty(),
                function.ignoreNulls());
    }

    private static WindowFrame frame(SpecifiedWindowFrame frame, Translation translation) {
        WindowFrame.Unit unit = frame.frameType() == RowFrame$.MODULE$ ? WindowFrame.Unit.ROWS : WindowFrame.Unit.RANGE;
        return new WindowFrame(unit, bound(frame.lower(), translation), bound(frame.upper(), translation));
    }

    private static Bound bound(org.apache.spark.sql.catalyst.expressions.Expression bound, Translation translation) {
        if (bound == UnboundedPreceding$.MODULE$) {
            return Bound.of(Anchor.UNBOUNDED_PRECEDING);
        }
        if (bound == UnboundedFollowing$.MODULE$) {
            return Bound.of(Anchor.UNBOUNDED_FOLLOWING);
        }
        if (bound == CurrentRow$.MODULE$) {
            return Bound.of(Anchor.CURRENT_ROW);
        }
        if (bound instanceof UnaryMinus minus) {
            return new Bound(Anchor.PRECEDING, Optional.of(translation.of(minus.child())));
        }
        Expression offset = translation.of(bound);
        if (offset instanceof Literal literal && isNegativeNumber(literal)) {
            String text = literal.text().orElseThrow();
            return new Bound(Anchor.PRECEDING, Optional.of(Literal.of(text.substring(1), literal.type())));
        }
        return new Bound(Anchor.FOLLOWING, Optional.of(offset));
    }

    /** The text of numbers and of single-unit intervals starts with a minus sign; that of calendar intervals has commas. */
    private static boolean isNegativeNumber(Literal literal) {
        String text = literal.text().orElse("");
        return text.startsWith("-")
                && text.indexOf(',') < 0
                && !ZERO.matcher(text).matches();
    }
}
