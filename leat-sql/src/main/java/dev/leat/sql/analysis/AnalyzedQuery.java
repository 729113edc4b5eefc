package dev.leat.sql.analysis;

import dev.leat.type.Field;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A query that Spark's analyzer has accepted.
 *
 * @param analyzed as the analyzer left it: the query's own meaning
 * @param normalized the same meaning without correlated subqueries
 * @param schema the result's columns; CHAR and VARCHAR where the analyzer kept them
 */
public record AnalyzedQuery(
        SourceText text,
        SqlSession session,
        SparkSettings settings,
        LogicalPlan analyzed,
        LogicalPlan normalized,
        List<Attribute> schema) {
    public AnalyzedQuery {
        schema = List.copyOf(schema);
    }

    /** The result's columns in our types. */
    public List<Field> fields() {
        return SparkTypes.fields(analyzed.schema());
    }
}
