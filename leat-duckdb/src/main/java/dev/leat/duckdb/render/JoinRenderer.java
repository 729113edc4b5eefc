package dev.leat.duckdb.render;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import java.util.Optional;
import java.util.stream.Collectors;

/** Joins as DuckDB SQL, written so that equality conditions become hash joins. */
final class JoinRenderer {
    private final ExpressionRenderer expressions;

    JoinRenderer(ExpressionRenderer expressions) {
        this.expressions = expressions;
    }

    String render(Plan.Join node, String left, String right, String select) {
        return switch (node.kind()) {
            case INNER ->
                node.condition().isPresent()
                        ? joined(node, left, " JOIN ", right, select)
                        : select + " FROM " + left + " CROSS JOIN " + right;
            case LEFT -> joined(node, left, " LEFT JOIN ", right, select);
            case RIGHT -> joined(node, left, " RIGHT JOIN ", right, select);
            case FULL -> joined(node, left, " FULL JOIN ", right, select);
            case SEMI -> joined(node, left, " SEMI JOIN ", right, select);
            case ANTI -> joined(node, left, " ANTI JOIN ", right, select);
            case ANTI_NULL_AWARE -> notIn(node, left, right, select);
            case EXISTENCE -> existence(node, left, right);
        };
    }

    private String joined(Plan.Join node, String left, String kind, String right, String select) {
        return select + " FROM " + left + kind + right + " ON " + condition(node);
    }

    private String condition(Plan.Join node) {
        return node.condition().map(this::conjunction).orElse("true");
    }

    /** Each conjunct, and each side of an equality, on its own: the engine looks for keys there. */
    private String conjunction(Expression condition) {
        return Expressions.conjuncts(condition).stream().map(this::conjunct).collect(Collectors.joining(" AND "));
    }

    private String conjunct(Expression expression) {
        if (expression instanceof Call call && call.arguments().size() == 2) {
            String left = expressions.render(call.arguments().get(0));
            String right = expressions.render(call.arguments().get(1));
            if (call.function().equals("=") && !call.arguments().get(0).type().isNested()) {
                return "(" + left + " = " + right + ")";
            }
            if (call.function().equals("<=>") && !call.arguments().get(0).type().isNested()) {
                return "(" + left + " IS NOT DISTINCT FROM " + right + ")";
            }
        }
        return expressions.render(expression);
    }

    private String existence(Plan.Join node, String left, String right) {
        StringBuilder items = new StringBuilder();
        node.left()
                .output()
                .forEach(column -> items.append(ExpressionRenderer.name(column)).append(", "));
        Column flag = node.existence().orElseThrow();
        return "SELECT " + items + "EXISTS (SELECT 1 FROM " + right + " WHERE " + condition(node) + ") AS "
                + ExpressionRenderer.name(flag) + " FROM " + left;
    }

    /** {@code a NOT IN (SELECT b …)}, where the condition is one equality between the sides; else by its definition. */
    private String notIn(Plan.Join node, String left, String right, String select) {
        Optional<Call> equality = node.condition()
                .filter(Call.class::isInstance)
                .map(Call.class::cast)
                .filter(call -> call.function().equals("="));
        if (equality.isPresent()) {
            Expression first = equality.get().arguments().get(0);
            Expression second = equality.get().arguments().get(1);
            if (Expressions.isOver(second, node.right()) && Expressions.isOver(first, node.left())) {
                return select + " FROM " + left + " WHERE " + expressions.render(first) + " NOT IN (SELECT "
                        + expressions.render(second) + " FROM " + right + ")";
            }
        }
        return select + " FROM " + left + " WHERE NOT EXISTS (SELECT 1 FROM " + right + " WHERE (" + condition(node)
                + ") IS NOT FALSE)";
    }
}
