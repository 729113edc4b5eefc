package dev.leat.sql.analysis;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;

/** Walks over Spark's trees from Java. */
public final class Trees {
    private Trees() {}

    /** Replaces each expression of each node, parents before children; subquery plans are left alone. */
    public static LogicalPlan transformExpressions(LogicalPlan plan, UnaryOperator<Expression> change) {
        return plan.transformAllExpressions(partial(change));
    }

    /** Replaces each expression of a tree, children before parents. */
    public static Expression transformUp(Expression expression, UnaryOperator<Expression> change) {
        return expression.transformUp(partial(change));
    }

    /** Replaces each expression of a tree, parents before children. */
    public static Expression transformDown(Expression expression, UnaryOperator<Expression> change) {
        return expression.transformDown(partial(change));
    }

    /** Replaces each node of a plan and of the plans of its subqueries, inputs before what reads them. */
    public static LogicalPlan transformWithSubqueries(LogicalPlan plan, UnaryOperator<LogicalPlan> change) {
        return plan.transformUpWithSubqueries(partial(change));
    }

    /** Whether a node of the tree satisfies the condition. */
    public static boolean exists(Expression expression, Predicate<Expression> condition) {
        return expression.exists(node -> condition.test(node));
    }

    /** Whether a node of the plan, or of a plan of one of its subqueries, satisfies the condition. */
    public static boolean existsWithSubqueries(LogicalPlan plan, Predicate<LogicalPlan> condition) {
        return plan.exists(node -> condition.test(node) || existsInSubquery(node, condition));
    }

    private static boolean existsInSubquery(LogicalPlan node, Predicate<LogicalPlan> condition) {
        for (Expression expression : Scala.<Expression>list(node.expressions())) {
            boolean found = exists(
                    expression,
                    inner -> inner instanceof SubqueryExpression subquery
                            && existsWithSubqueries(subquery.plan(), condition));
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static <N> PartialFunction<N, N> partial(UnaryOperator<N> change) {
        return new Total<>(change);
    }

    private static final class Total<N> extends AbstractPartialFunction<N, N> {
        private static final long serialVersionUID = 1L;

        private final transient UnaryOperator<N> change;

        Total(UnaryOperator<N> change) {
            this.change = change;
        }

        @Override
        public boolean isDefinedAt(N node) {
            return true;
        }

        @Override
        @SuppressWarnings("unchecked") // Scala's bound says B1 >: N, which Java can't.
        public <A1 extends N, B1> B1 applyOrElse(A1 node, scala.Function1<A1, B1> otherwise) {
            return (B1) change.apply(node);
        }
    }
}
