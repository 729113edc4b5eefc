package dev.leat.plan.text;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import java.util.function.Function;

/**
 * Spark SQL text that Spark, in ANSI mode and with the same settings, analyses to the same meaning.
 *
 * <p>The text relies on no setting that changes how text is read, but for Spark's default of
 * {@code spark.sql.parser.escapedStringLiterals}.
 */
public final class SparkSqlRenderer {
    private SparkSqlRenderer() {}

    /**
     * An expression.
     *
     * @param columnNames the text for each column; not {@code v0}, {@code v1}, …, which name lambda variables
     */
    public static RenderedSql expression(Expression expression, Function<Column, String> columnNames) {
        SqlText sql = new SqlText();
        expression.accept(new SparkExpressionWriter(sql, columnNames));
        return sql.finish();
    }

    /** A call of an aggregate function, with its order, filter and DISTINCT; columns as in {@link #expression}. */
    public static RenderedSql aggregate(AggregateCall call, Function<Column, String> columnNames) {
        SqlText sql = new SqlText();
        new SparkExpressionWriter(sql, columnNames).aggregate(call);
        return sql.finish();
    }

    /**
     * A query with one common table expression per node, columns named {@code c} and their id, and the user's names on
     * the result.
     *
     * @param relationNames the text for each relation that is scanned
     */
    public static RenderedSql query(Plan plan, Function<RelationName, String> relationNames) {
        return new SparkPlanWriter(plan, relationNames).write();
    }
}
