package dev.leat.sql.translate;

import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.sql.analysis.Scala;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * What expressions at one place of a plan may refer to: columns by Spark's id of the attribute, and columns that hold
 * the value of a whole expression, such as an aggregate or a scalar subquery.
 *
 * <p>Ids are looked up here and not in a global table, because Spark lets several nodes produce the same id.
 */
final class Scope {
    private final Map<ExprId, Column> columns;
    private final Map<Expression, Column> values;

    private Scope(Map<ExprId, Column> columns, Map<Expression, Column> values) {
        this.columns = columns;
        this.values = values;
    }

    /** No columns. */
    static Scope empty() {
        return new Scope(Map.of(), Map.of());
    }

    /** The columns of a translated node: its output is Spark's output, position by position. */
    static Scope of(LogicalPlan spark, Plan plan) {
        Map<ExprId, Column> columns = new HashMap<>();
        List<Attribute> attributes = Scala.list(spark.output());
        for (int i = 0; i < attributes.size(); i++) {
            columns.putIfAbsent(attributes.get(i).exprId(), plan.output().get(i));
        }
        return new Scope(columns, Map.of());
    }

    /** Both scopes' columns and values. */
    Scope and(Scope other) {
        Map<ExprId, Column> allColumns = new HashMap<>(columns);
        allColumns.putAll(other.columns);
        Map<Expression, Column> allValues = new HashMap<>(values);
        allValues.putAll(other.values);
        return new Scope(allColumns, allValues);
    }

    /** With further columns, by attribute. */
    Scope withColumns(Map<ExprId, Column> more) {
        return and(new Scope(more, Map.of()));
    }

    /** With columns that hold the value of expressions; the expressions are canonical. */
    Scope withValues(Map<Expression, Column> more) {
        return and(new Scope(Map.of(), more));
    }

    /** The column of an attribute. */
    Optional<Column> find(ExprId id) {
        return Optional.ofNullable(columns.get(id));
    }

    /** The column that holds an expression's value. */
    Optional<Column> findValue(Expression expression) {
        return values.isEmpty() ? Optional.empty() : Optional.ofNullable(values.get(expression.canonicalized()));
    }
}
