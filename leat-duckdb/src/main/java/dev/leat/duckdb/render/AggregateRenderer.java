package dev.leat.duckdb.render;

import dev.leat.duckdb.function.AggregateTable;
import dev.leat.duckdb.function.Failure;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.Expression;
import dev.leat.type.DataType;
import java.util.List;
import java.util.Optional;

/** Aggregate functions as DuckDB SQL; those without a native form run on Spark's code over the collected operands. */
final class AggregateRenderer {
    private final ExpressionRenderer expressions;
    private final RenderSettings settings;

    AggregateRenderer(ExpressionRenderer expressions, RenderSettings settings) {
        this.expressions = expressions;
        this.settings = settings;
    }

    /** A grouping key; -0.0 and 0.0 are one group, shown as 0.0. */
    String key(String sql, DataType type) {
        return type.isFloating() ? "(" + sql + " + CAST(0 AS " + type.sql() + "))" : sql;
    }

    String render(AggregateCall call) {
        List<String> operands =
                call.arguments().stream().map(operand -> operand(operand, call)).toList();
        String filter = call.filter()
                .map(condition -> " FILTER (WHERE " + expressions.render(condition) + ")")
                .orElse("");
        Optional<AggregateTable.Rendered> rendered = AggregateTable.STANDARD
                .find(call, new AggregateTable.Clauses(operands, call.distinct() ? "DISTINCT " : "", filter))
                .filter(this::isUsable);
        return rendered.map(AggregateTable.Rendered::sql).orElseGet(() -> expressions.aggregate(call, filter));
    }

    /** An operand, which is not to fail on rows that the filter leaves out. */
    private String operand(Expression operand, AggregateCall call) {
        String sql = expressions.render(operand);
        if (call.filter().isEmpty() || !expressions.shape().canFail(operand)) {
            return sql;
        }
        return "CASE WHEN " + expressions.render(call.filter().get()) + " THEN " + sql + " END";
    }

    private boolean isUsable(AggregateTable.Rendered rendered) {
        return rendered.failure() == Failure.NEVER || settings.evaluation() == Evaluation.NATIVE;
    }
}
