package dev.leat.incremental;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * The equalities between the sides of a join: rows that match agree in them.
 *
 * @param comparisons for each key, {@code =} or {@code <=>}, by which NULL equals NULL
 */
public record EquiKeys(List<Expression> left, List<Expression> right, List<String> comparisons) {
    public EquiKeys {
        left = List.copyOf(left);
        right = List.copyOf(right);
        comparisons = List.copyOf(comparisons);
    }

    /** The keys of a join; NOT IN has none, since there NULL matches everything. */
    public static EquiKeys of(Plan.Join join) {
        List<Expression> left = new ArrayList<>();
        List<Expression> right = new ArrayList<>();
        List<String> comparisons = new ArrayList<>();
        if (join.kind() != Plan.JoinKind.ANTI_NULL_AWARE) {
            for (Expression part : join.condition().map(Expressions::conjuncts).orElse(List.of())) {
                if (part instanceof Call call
                        && (call.function().equals("=") || call.function().equals("<=>"))) {
                    Expression first = call.arguments().get(0);
                    Expression second = call.arguments().get(1);
                    boolean isStraight = isKeyOf(first, join.left()) && isKeyOf(second, join.right());
                    boolean isCrossed = isKeyOf(first, join.right()) && isKeyOf(second, join.left());
                    if (isStraight || isCrossed) {
                        left.add(isStraight ? first : second);
                        right.add(isStraight ? second : first);
                        comparisons.add(call.function());
                    }
                }
            }
        }
        return new EquiKeys(left, right, comparisons);
    }

    private static boolean isKeyOf(Expression expression, Plan side) {
        return !Expressions.columns(expression).isEmpty() && Expressions.isOver(expression, side);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return left.isEmpty();
    }
}
