package dev.leat.sql.translate;

import dev.leat.plan.Expression;

/** How expressions of one of Spark's classes are written in ours. */
interface ExpressionRule<E extends org.apache.spark.sql.catalyst.expressions.Expression> {
    /** The same expression in ours. */
    Expression translate(E expression, Translation translation);
}
