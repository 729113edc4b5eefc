package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.sql.analysis.Trees;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTime;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestamp;
import org.apache.spark.sql.catalyst.expressions.CurrentUser;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.Now;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Evaluates constant expressions with Spark's own evaluator. An expression that fails is left as it is, so that it fails
 * when, and only when, a row needs it; so is the current time, which belongs to a run.
 */
final class Folding {
    private static final Set<Class<?>> OF_RUN = Set.of(
            CurrentTimestamp.class,
            Now.class,
            CurrentDate.class,
            LocalTimestamp.class,
            CurrentTime.class,
            CurrentUser.class);

    /** What is made a constant. */
    enum Extent {
        /** Every expression that is one. */
        CONSTANTS,
        /** Only what the text has as one. */
        LITERALS
    }

    private Folding() {}

    /** The constant, if the expression is one and can be evaluated. Nested values are folded in their parts only. */
    static Optional<Expression> constant(
            org.apache.spark.sql.catalyst.expressions.Expression expression, Extent extent) {
        if (expression instanceof Literal literal) {
            return Optional.of(Constants.of(literal.value(), literal.dataType()));
        }
        if (extent == Extent.LITERALS
                || !expression.foldable()
                || !expression.deterministic()
                || isNested(expression.dataType())) {
            return Optional.empty();
        }
        org.apache.spark.sql.catalyst.expressions.Expression evaluable = Trees.transformDown(
                expression, part -> part instanceof RuntimeReplaceable replaceable ? definition(replaceable) : part);
        if (Trees.exists(evaluable, Folding::belongsToRun)) {
            return Optional.empty();
        }
        return evaluate(evaluable);
    }

    private static boolean belongsToRun(org.apache.spark.sql.catalyst.expressions.Expression part) {
        return part instanceof Unevaluable || OF_RUN.contains(part.getClass());
    }

    private static org.apache.spark.sql.catalyst.expressions.Expression definition(RuntimeReplaceable replaceable) {
        org.apache.spark.sql.catalyst.expressions.Expression definition = replaceable.replacement();
        return definition instanceof RuntimeReplaceable inner ? definition(inner) : definition;
    }

    private static Optional<Expression> evaluate(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        try {
            Object value = expression.eval(InternalRow.empty());
            return Constants.isExpressible(value)
                    ? Optional.of(Constants.of(value, expression.dataType()))
                    : Optional.empty();
        } catch (Exception e) {
            // The expression fails under ANSI rules: the run reports it, if it comes to that.
            return Optional.empty();
        }
    }

    private static boolean isNested(DataType type) {
        return type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
    }
}
