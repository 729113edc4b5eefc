package dev.leat.duckdb.render;

import dev.leat.duckdb.function.AggregateTable;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowFrame;
import dev.leat.type.DataType;
import java.util.List;
import java.util.stream.Collectors;

/** Window functions as DuckDB SQL. */
final class WindowRenderer {
    private final ExpressionRenderer expressions;
    private final AggregateRenderer aggregates;

    WindowRenderer(ExpressionRenderer expressions, RenderSettings settings) {
        this.expressions = expressions;
        this.aggregates = new AggregateRenderer(expressions, settings);
    }

    String render(Plan.Window node, WindowCall call) {
        List<String> operands =
                call.arguments().stream().map(expressions::render).toList();
        String over = " OVER (" + specification(node, call) + ")";
        String nulls = call.ignoresNulls() ? " IGNORE NULLS" : "";
        String joined = String.join(", ", operands);
        return switch (call.function()) {
            case "row_number", "rank", "dense_rank", "ntile" ->
                "CAST(" + call.function() + "(" + joined + ")" + over + " AS INTEGER)";
            case "percent_rank", "cume_dist" -> call.function() + "()" + over;
            case "lead", "lag", "nth_value" -> call.function() + "(" + joined + nulls + ")" + over;
            case "first", "first_value", "any_value" -> "first_value(" + operands.get(0) + nulls + ")" + over;
            case "last", "last_value" -> "last_value(" + operands.get(0) + nulls + ")" + over;
            default -> aggregate(call, operands, over);
        };
    }

    private String aggregate(WindowCall call, List<String> operands, String over) {
        AggregateCall aggregate = new AggregateCall(
                call.function(),
                call.arguments(),
                false,
                call.filter(),
                call.order(),
                call.type(),
                call.nullable(),
                call.position());
        String filter = call.filter()
                .map(condition -> " FILTER (WHERE " + expressions.render(condition) + ")")
                .orElse("");
        return AggregateTable.STANDARD
                .find(aggregate, new AggregateTable.Clauses(operands, "", filter + over))
                .map(AggregateTable.Rendered::sql)
                .orElseGet(() -> expressions.aggregate(aggregate, filter + over));
    }

    private String specification(Plan.Window node, WindowCall call) {
        StringBuilder sql = new StringBuilder();
        if (!node.partition().isEmpty()) {
            sql.append("PARTITION BY ")
                    .append(node.partition().stream()
                            .map(key -> aggregates.key(expressions.render(key), key.type()))
                            .collect(Collectors.joining(", ")));
        }
        if (!node.order().isEmpty()) {
            sql.append(sql.isEmpty() ? "" : " ")
                    .append("ORDER BY ")
                    .append(node.order().stream().map(expressions::render).collect(Collectors.joining(", ")));
        }
        return takesFrame(call) ? sql + " " + frame(call.frame()) : sql.toString();
    }

    private static boolean takesFrame(WindowCall call) {
        return switch (call.function()) {
            case "row_number", "rank", "dense_rank", "ntile", "percent_rank", "cume_dist", "lead", "lag" -> false;
            default -> true;
        };
    }

    private String frame(WindowFrame frame) {
        return frame.unit() + " BETWEEN " + bound(frame.lower()) + " AND " + bound(frame.upper());
    }

    private String bound(WindowFrame.Bound bound) {
        return switch (bound.anchor()) {
            case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
            case CURRENT_ROW -> "CURRENT ROW";
            case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
            case PRECEDING -> offset(bound.offset().orElseThrow()) + " PRECEDING";
            case FOLLOWING -> offset(bound.offset().orElseThrow()) + " FOLLOWING";
        };
    }

    /** Intervals are stored as counts, and DuckDB adds only its own intervals to dates. */
    private String offset(Expression offset) {
        String sql = expressions.render(offset);
        if (offset.type() instanceof DataType.IntervalType interval) {
            return (interval.countsMonths() ? "to_months(" : "to_microseconds(") + sql + ")";
        }
        return sql;
    }
}
