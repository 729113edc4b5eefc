package dev.leat.sql.analysis;

import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.BinaryPredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Right;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.ToBinary;
import org.apache.spark.sql.catalyst.expressions.aggregate.RegrSXX;
import org.apache.spark.sql.catalyst.expressions.aggregate.RegrSYY;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Replaces functions that Spark defines by other expressions, such as {@code nvl}, by their definition, but only where the
 * definition can itself be written as SQL; others, such as {@code to_json}, keep their name.
 */
final class ReplaceExpressions extends Rule<LogicalPlan> {
    /** Their definitions use settings or classes that no function gives. */
    private static final Set<Class<?>> KEPT =
            Set.of(Right.class, ToBinary.class, RegrSXX.class, RegrSYY.class, BinaryPredicate.class);

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return Trees.transformExpressions(plan, ReplaceExpressions::replace);
    }

    private static Expression replace(Expression expression) {
        Expression current = expression;
        while (current instanceof RuntimeReplaceable replaceable && isSql(replaceable)) {
            current = replaceable.replacement();
        }
        return current;
    }

    private static boolean isSql(RuntimeReplaceable function) {
        return !KEPT.contains(function.getClass())
                && !Trees.exists(
                        function.replacement(), part -> part instanceof Invoke || part instanceof StaticInvoke);
    }
}
