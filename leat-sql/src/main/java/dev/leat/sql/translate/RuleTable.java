package dev.leat.sql.translate;

import dev.leat.error.Checks;
import dev.leat.plan.Expression;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rules by Spark's class. */
final class RuleTable {
    private final Map<Class<?>, ExpressionRule<?>> rules = new HashMap<>();

    /** The rule of a class; each has one. */
    <E extends org.apache.spark.sql.catalyst.expressions.Expression> void add(
            Class<E> type, ExpressionRule<? super E> rule) {
        Checks.verify(rules.put(type, rule) == null, "one rule for each class");
    }

    /** These classes are calls of the function, with their children as arguments. */
    @SafeVarargs
    final void call(String function, Class<? extends org.apache.spark.sql.catalyst.expressions.Expression>... types) {
        for (Class<? extends org.apache.spark.sql.catalyst.expressions.Expression> type : types) {
            Checks.verify(rules.put(type, childrenOf(function)) == null, "one rule for each class");
        }
    }

    private static ExpressionRule<org.apache.spark.sql.catalyst.expressions.Expression> childrenOf(String function) {
        return (expression, translation) -> translation.callOnChildren(expression, function);
    }

    /** Translates by the rule of the expression's class, if it has one. */
    Optional<Expression> apply(
            org.apache.spark.sql.catalyst.expressions.Expression expression, Translation translation) {
        @SuppressWarnings("unchecked") // The key of a rule is the class it takes.
        ExpressionRule<org.apache.spark.sql.catalyst.expressions.Expression> rule =
                (ExpressionRule<org.apache.spark.sql.catalyst.expressions.Expression>) rules.get(expression.getClass());
        return Optional.ofNullable(rule).map(found -> found.translate(expression, translation));
    }
}
