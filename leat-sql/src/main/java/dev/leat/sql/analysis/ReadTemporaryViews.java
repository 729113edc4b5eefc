package dev.leat.sql.analysis;

import dev.leat.plan.Expression.Literal;
import dev.leat.plan.text.SparkSqlRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Alias$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias$;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation$;
import org.jspecify.annotations.Nullable;

/**
 * Reads temporary views. Spark's rule would look their names up as those of tables; then columns would have the
 * qualifier {@code catalog.schema.view}, which shows in the names of results, instead of {@code view}.
 */
final class ReadTemporaryViews extends Rule<LogicalPlan> {
    private final RelationCatalog relations;

    ReadTemporaryViews(RelationCatalog relations) {
        this.relations = relations;
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return Trees.transformWithSubqueries(plan, this::read);
    }

    /** A stream keeps Spark's way, which makes another node for it. */
    private LogicalPlan read(LogicalPlan node) {
        if (!(node instanceof UnresolvedRelation relation)
                || relation.isStreaming()
                || !relation.options().isEmpty()) {
            return node;
        }
        List<String> parts = Scala.list(relation.multipartIdentifier());
        Optional<Relation> view = parts.size() == 1 ? relations.findView(parts.get(0)) : Optional.empty();
        return view.<LogicalPlan>map(found -> aliased(parts.get(0), found)).orElse(node);
    }

    private static SubqueryAlias aliased(String written, Relation view) {
        RelationTable table = new RelationTable(view);
        LogicalPlan scan = DataSourceV2Relation$.MODULE$.create(table, Scala.option(null), Scala.option(null));
        return SubqueryAlias$.MODULE$.apply(written, view.constants().isEmpty() ? scan : withConstants(scan, view));
    }

    /** The rules of Spark that the query meets see constants as such. */
    private static LogicalPlan withConstants(LogicalPlan scan, Relation view) {
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute attribute : Scala.<Attribute>list(scan.output())) {
            @Nullable Literal constant = view.constants().get(columns.size());
            columns.add(constant == null ? attribute : constant(constant, attribute.name()));
        }
        return new Project(Scala.<NamedExpression>seq(columns), scan);
    }

    private static NamedExpression constant(Literal literal, String name) {
        String text =
                SparkSqlRenderer.expression(literal, column -> column.name()).text();
        return Alias$.MODULE$.apply(
                new SparkSqlParser().parseExpression(text),
                name,
                NamedExpression.newExprId(),
                Scala.seq(List.of()),
                Scala.option(null),
                Scala.seq(List.of()));
    }
}
