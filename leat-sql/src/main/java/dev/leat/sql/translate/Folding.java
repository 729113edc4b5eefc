package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.sql.analysis.Trees;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkThrowable;
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
import org.jspecify.annotations.Nullable;

/**
 * Evaluates constant expressions with Spark's own evaluator. One that fails makes the query an error, as in Spark's
 * optimizer, even if no row ever needs it; below CASE, IF or COALESCE, and in a view, which may be read without that
 * column, it is left as it is and fails when a row needs it. The current time is left alone, too: it belongs to a run.
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
        /** Every expression that is one; if it fails, the query does. */
        STRICT,
        /** Every expression that is one and does not fail. */
        LENIENT,
        /** Only what the text has as one. */
        LITERALS
    }

    private Folding() {}

    /**
     * The constant, if the expression is one and can be evaluated. Nested values are folded in their parts only.
     * Throws Spark's error, which may be a checked exception, when it fails and the extent is {@code STRICT}.
     */
    static Optional<Expression> constant(
            org.apache.spark.sql.catalyst.expressions.Expression expression, Extent extent) {
        if (expression instanceof Literal literal) {
            return Optional.of(Constants.of(literal.value(), literal.dataType()));
        }
        if (extent == Extent.LITERALS || !isConstant(expression) || isNested(expression.dataType())) {
            return Optional.empty();
        }
        return evaluated(expression, extent)
                .filter(result -> Constants.isExpressible(result.value()))
                .map(result -> Constants.of(result.value(), expression.dataType()));
    }

    /**
     * Whether the expression is a nested constant. Its parts then need not be evaluated for themselves.
     * Throws Spark's error, which may be a checked exception, when it fails and the extent is {@code STRICT}.
     */
    static boolean isNestedConstant(org.apache.spark.sql.catalyst.expressions.Expression expression, Extent extent) {
        return extent == Extent.STRICT
                && isNested(expression.dataType())
                && isConstant(expression)
                && evaluated(expression, extent).isPresent();
    }

    private static boolean isConstant(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        return expression.foldable() && expression.deterministic();
    }

    private record Evaluated(@Nullable Object value) {}

    /** The value; empty if it belongs to a run or fails. */
    private static Optional<Evaluated> evaluated(
            org.apache.spark.sql.catalyst.expressions.Expression expression, Extent extent) {
        org.apache.spark.sql.catalyst.expressions.Expression evaluable = Trees.transformDown(
                expression, part -> part instanceof RuntimeReplaceable replaceable ? definition(replaceable) : part);
        if (Trees.exists(evaluable, Folding::belongsToRun)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Evaluated(evaluable.eval(InternalRow.empty())));
        } catch (Exception e) {
            if (extent == Extent.STRICT && isOfUser(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Whether Spark reports it as an error of the query, with a condition. */
    private static boolean isOfUser(Exception e) {
        return e instanceof SparkThrowable thrown && thrown.getCondition() != null && !thrown.isInternalError();
    }

    private static boolean belongsToRun(org.apache.spark.sql.catalyst.expressions.Expression part) {
        return part instanceof Unevaluable || OF_RUN.contains(part.getClass());
    }

    private static org.apache.spark.sql.catalyst.expressions.Expression definition(RuntimeReplaceable replaceable) {
        org.apache.spark.sql.catalyst.expressions.Expression definition = replaceable.replacement();
        return definition instanceof RuntimeReplaceable inner ? definition(inner) : definition;
    }

    private static boolean isNested(DataType type) {
        return type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
    }
}
