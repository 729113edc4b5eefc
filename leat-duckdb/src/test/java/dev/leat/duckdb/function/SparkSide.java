package dev.leat.duckdb.function;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.analysis.SqlSession;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BindReferences;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.jspecify.annotations.Nullable;

/** Spark's own analysis and evaluation of expressions over columns {@code c0}, {@code c1}, … */
final class SparkSide implements RelationCatalog {
    private final QueryAnalyzer analyzer = new QueryAnalyzer(SqlSession.of(Settings.DEFAULT, this));
    private final Map<String, Relation> relations = new HashMap<>();

    /** An expression ready to be evaluated. */
    record Prepared(org.apache.spark.sql.catalyst.expressions.Expression bound, DataType type, AnalyzedQuery query) {
        /** The result for each row: a value, NULL, or the error that stands for it. */
        @Nullable
        Object[] evaluate(List<InternalRow> rows) {
            return query.settings().within(() -> {
                @Nullable Object[] results = new @Nullable Object[rows.size()];
                for (int i = 0; i < results.length; i++) {
                    try {
                        results[i] = bound.eval(rows.get(i));
                    } catch (RuntimeException e) {
                        results[i] = new Failed(e);
                    }
                }
                return results;
            });
        }
    }

    /** What stands for the value where Spark fails. */
    record Failed(RuntimeException cause) {
        @Override
        public String toString() {
            return "error "
                    + String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        }
    }

    /** The expression, unless Spark's analyzer refuses it or has to convert operands first. */
    Optional<Prepared> prepare(Expression expression, List<DataType> types) {
        String sql = SparkSqlRenderer.expression(expression, Column::name).text();
        return analyze("SELECT " + sql + " AS r FROM " + relation(types)).flatMap(query -> {
            Project project = (Project) query.analyzed();
            org.apache.spark.sql.catalyst.expressions.Expression result =
                    ((org.apache.spark.sql.catalyst.expressions.Expression)
                                    project.projectList().head())
                            .children()
                            .head();
            if (convertsColumns(result)) {
                return Optional.empty();
            }
            DataType type = SparkTypes.fromSpark(result.dataType());
            return Optional.of(new Prepared(bind(result, project.child()), type, query));
        });
    }

    Optional<AnalyzedQuery> analyze(String sql) {
        try {
            return Optional.of(analyzer.analyze(SourceText.of(sql)));
        } catch (LeatException e) {
            return Optional.empty();
        }
    }

    /** A relation whose columns have the types. */
    String relation(List<DataType> types) {
        String name = "t" + Integer.toHexString(types.hashCode());
        relations.computeIfAbsent(name, key -> {
            List<Field> fields = new ArrayList<>();
            for (DataType type : types) {
                fields.add(Field.of("c" + fields.size(), type));
            }
            return new Relation(RelationName.of("spark_catalog", "default", name), fields);
        });
        return name;
    }

    static org.apache.spark.sql.catalyst.expressions.Expression bind(
            org.apache.spark.sql.catalyst.expressions.Expression expression, LogicalPlan input) {
        return BindReferences.bindReference(
                replace(expression),
                org.apache.spark.sql.catalyst.expressions.package$.MODULE$.AttributeSeq(input.output()),
                false);
    }

    private static org.apache.spark.sql.catalyst.expressions.Expression replace(
            org.apache.spark.sql.catalyst.expressions.Expression expression) {
        org.apache.spark.sql.catalyst.expressions.Expression current = expression;
        while (current instanceof RuntimeReplaceable replaceable) {
            current = replaceable.replacement();
        }
        List<org.apache.spark.sql.catalyst.expressions.Expression> children = new ArrayList<>();
        for (org.apache.spark.sql.catalyst.expressions.Expression child :
                dev.leat.sql.analysis.Scala.<org.apache.spark.sql.catalyst.expressions.Expression>list(
                        current.children())) {
            children.add(replace(child));
        }
        return current.withNewChildren(dev.leat.sql.analysis.Scala.seq(children));
    }

    /** In the algebra operands have the types they need, so such a call does not occur. */
    private static boolean convertsColumns(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        if (expression instanceof Cast cast
                && cast.child() instanceof AttributeReference
                && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty()) {
            return true;
        }
        return dev.leat.sql.analysis.Scala.<org.apache.spark.sql.catalyst.expressions.Expression>list(
                        expression.children())
                .stream()
                .anyMatch(SparkSide::convertsColumns);
    }

    @Override
    public Optional<Relation> find(RelationName name) {
        return Optional.ofNullable(relations.get(name.simpleName()));
    }

    @Override
    public Optional<Relation> findFile(String format, String path) {
        return Optional.empty();
    }
}
