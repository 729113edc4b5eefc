package dev.leat.plan.text;

import dev.leat.error.Checks;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.SortKey;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes expressions as Spark SQL. Every operator is in parentheses, so nothing depends on precedence. */
final class SparkExpressionWriter implements Expression.Visitor<SparkExpressionWriter> {
    /** Functions whose frame is fixed; Spark refuses one that is written. */
    private static final Set<String> WITHOUT_FRAME =
            Set.of("row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lead", "lag");

    private final SqlText sql;
    private final Function<Column, String> columnNames;
    private final Map<String, String> lambdaNames = new HashMap<>();

    SparkExpressionWriter(SqlText sql, Function<Column, String> columnNames) {
        this.sql = sql;
        this.columnNames = columnNames;
    }

    SparkExpressionWriter text(String part) {
        sql.append(part);
        return this;
    }

    SparkExpressionWriter operand(Call call, int index) {
        return call.arguments().get(index).accept(this);
    }

    SparkExpressionWriter operands(List<Expression> operands, String separator) {
        sql.appendAll(operands, separator, operand -> operand.accept(this));
        return this;
    }

    @Override
    public SparkExpressionWriter visit(ColumnReference reference) {
        return text(columnNames.apply(reference.column()));
    }

    @Override
    public SparkExpressionWriter visit(Literal literal) {
        return text(SparkLiteral.of(literal));
    }

    @Override
    public SparkExpressionWriter visit(Call call) {
        Optional<SpecialForm> form = SpecialForms.of(call.function());
        sql.marked(call.position(), () -> {
            if (form.isPresent()) {
                form.get().writer().write(call, this);
            } else {
                text(call.function() + "(").operands(call.arguments(), ", ").text(")");
            }
        });
        return this;
    }

    @Override
    public SparkExpressionWriter visit(Lambda lambda) {
        for (LambdaVariable parameter : lambda.parameters()) {
            lambdaNames.putIfAbsent(parameter.name(), "v" + lambdaNames.size());
        }
        // Spark's grammar has parentheses around two parameters or more, but not around one.
        boolean one = lambda.parameters().size() == 1;
        text(one ? "" : "(");
        sql.appendAll(lambda.parameters(), ", ", parameter -> parameter.accept(this));
        text(one ? " -> " : ") -> ");
        return lambda.body().accept(this);
    }

    @Override
    public SparkExpressionWriter visit(LambdaVariable variable) {
        String name = lambdaNames.get(variable.name());
        Checks.verify(name != null, "a lambda variable is used inside its lambda");
        return text(String.valueOf(name));
    }

    SparkExpressionWriter order(List<SortKey> keys) {
        sql.appendAll(keys, ", ", key -> {
            key.expression().accept(this);
            text(key.direction() == SortKey.Direction.ASCENDING ? " ASC" : " DESC");
            text(key.nulls() == SortKey.NullOrder.FIRST ? " NULLS FIRST" : " NULLS LAST");
        });
        return this;
    }

    void aggregate(AggregateCall call) {
        sql.marked(call.position(), () -> {
            if (call.function().equals("single_value")) {
                singleValue(call);
            } else {
                plainAggregate(call);
            }
        });
    }

    private void plainAggregate(AggregateCall call) {
        text(call.function()).text(call.distinct() ? "(DISTINCT " : "(");
        operands(call.arguments(), ", ").text(")");
        withinGroup(call.order());
        filter(call.filter());
    }

    private void withinGroup(List<SortKey> order) {
        if (!order.isEmpty()) {
            text(" WITHIN GROUP (ORDER BY ").order(order).text(")");
        }
    }

    /** The one row's value of a group; over a whole input, {@link SparkPlanWriter} writes a scalar subquery instead. */
    private void singleValue(AggregateCall call) {
        text("CASE WHEN (count(1)");
        filter(call.filter());
        text(" > 1L) THEN CAST(raise_error('[SCALAR_SUBQUERY_TOO_MANY_ROWS] {}') AS ");
        text(call.type().sql()).text(") ELSE first(");
        operands(call.arguments(), ", ").text(")");
        filter(call.filter());
        text(" END");
    }

    private void filter(Optional<Expression> condition) {
        condition.ifPresent(present -> present.accept(text(" FILTER (WHERE ")).text(")"));
    }

    void window(WindowCall call, List<Expression> partition, List<SortKey> order) {
        sql.marked(call.position(), () -> {
            text(call.function()).text("(").operands(call.arguments(), ", ").text(")");
            withinGroup(call.order());
            filter(call.filter());
            text(call.ignoresNulls() ? " IGNORE NULLS OVER (" : " OVER (");
            if (!partition.isEmpty()) {
                text("PARTITION BY ").operands(partition, ", ").text(" ");
            }
            if (!order.isEmpty()) {
                text("ORDER BY ").order(order).text(" ");
            }
            if (!WITHOUT_FRAME.contains(call.function())) {
                frame(call.frame());
            }
            text(")");
        });
    }

    private void frame(WindowFrame frame) {
        text(frame.unit().name()).text(" BETWEEN ");
        bound(frame.lower());
        text(" AND ");
        bound(frame.upper());
    }

    private void bound(WindowFrame.Bound bound) {
        bound.offset().ifPresent(offset -> offset.accept(this).text(" "));
        text(bound.anchor().name().replace('_', ' '));
    }
}
