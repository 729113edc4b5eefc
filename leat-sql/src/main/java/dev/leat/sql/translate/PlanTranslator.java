package dev.leat.sql.translate;

import dev.leat.error.Checks;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.sql.analysis.Scala;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.spark.sql.catalyst.analysis.ResolvedInlineTable;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.RebalancePartitions;
import org.apache.spark.sql.catalyst.plans.logical.Repartition;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionByExpression;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.UnaryNode;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.catalyst.streaming.StreamingRelationV2;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * Translates the nodes of one query. For each of Spark's nodes the translated plan has the same output, position by
 * position; that is checked at every node and is what makes the parts fit.
 */
final class PlanTranslator {
    private final QueryFacts facts;
    private final Columns columns = new Columns();
    private final Map<Class<?>, BiFunction<PlanTranslator, LogicalPlan, Plan>> rules = new HashMap<>();
    private final Leaves leaves = new Leaves(this);
    private final Joins joins = new Joins(this);
    private final Aggregates aggregates = new Aggregates(this);
    private final Windows windows = new Windows(this);
    private final Generators generators = new Generators(this);
    private final Limits limits = new Limits(this);
    private final Subqueries subqueries = new Subqueries(this);
    private final Definitions definitions = new Definitions(this);

    PlanTranslator(QueryFacts facts) {
        this.facts = facts;
        rule(DataSourceV2Relation.class, leaves::table);
        rule(StreamingRelationV2.class, leaves::stream);
        rule(LocalRelation.class, leaves::values);
        rule(ResolvedInlineTable.class, leaves::inlineTable);
        rule(OneRowRelation.class, node -> new Plan.Values(List.of(), List.of(List.of())));
        rule(Range.class, leaves::range);
        rule(Project.class, this::project);
        rule(Filter.class, this::filter);
        rule(Join.class, joins::translate);
        rule(Aggregate.class, aggregates::translate);
        rule(Distinct.class, node -> new Plan.Distinct(translate(node.child()).plan()));
        rule(Union.class, this::union);
        rule(Except.class, node -> setOperation(node.left(), node.right(), Plan.SetOperator.EXCEPT, node.isAll()));
        rule(
                Intersect.class,
                node -> setOperation(node.left(), node.right(), Plan.SetOperator.INTERSECT, node.isAll()));
        rule(Window.class, windows::translate);
        rule(Generate.class, generators::translate);
        rule(Expand.class, this::expand);
        rule(Sort.class, limits::sort);
        rule(GlobalLimit.class, limits::limit);
        rule(LocalLimit.class, limits::localLimit);
        rule(Offset.class, limits::offset);
        rule(Sample.class, limits::sample);
        rule(EventTimeWatermark.class, limits::watermark);
        rule(WithCTE.class, definitions::scope);
        rule(CTERelationRef.class, definitions::reference);
        // How rows are spread over machines is no part of the answer.
        rule(Repartition.class, this::passOn);
        rule(RepartitionByExpression.class, this::passOn);
        rule(RebalancePartitions.class, this::passOn);
    }

    private <P extends LogicalPlan> void rule(Class<P> type, java.util.function.Function<P, Plan> rule) {
        rules.put(type, (self, node) -> rule.apply(type.cast(node)));
    }

    QueryFacts facts() {
        return facts;
    }

    Columns columns() {
        return columns;
    }

    Subqueries subqueries() {
        return subqueries;
    }

    /** The translation of expressions in a scope. */
    Translation in(Scope scope) {
        return new Translation(facts, scope);
    }

    /** The node in our algebra. */
    Node translate(LogicalPlan node) {
        BiFunction<PlanTranslator, LogicalPlan, Plan> rule = rules.get(node.getClass());
        if (rule == null) {
            throw facts.refusals().notSupported(node.origin(), Unsupported.describe(node));
        }
        Plan plan = facts.refusals().at(node.origin(), () -> rule.apply(this, node));
        Checks.verify(
                plan.output().size() == node.output().size(),
                "a translated " + node.nodeName() + " has the columns of Spark's");
        return new Node(plan, Scope.of(node, plan));
    }

    private Plan passOn(UnaryNode node) {
        return translate(node.child()).plan();
    }

    private Plan project(Project project) {
        List<NamedExpression> list = Scala.list(project.projectList());
        if (leaves.isPlainScan(project)) {
            return leaves.scanOf(project.child(), Scala.list(project.output()));
        }
        Node input = subqueries.attach(translate(project.child()), list);
        return new Plan.Project(input.plan(), projections(list, in(input.scope())));
    }

    /** The expressions of a select list. */
    List<Projection> projections(List<? extends NamedExpression> list, Translation translation) {
        Set<Integer> taken = Columns.none();
        List<Projection> projections = new ArrayList<>();
        for (NamedExpression named : list) {
            projections.add(columns.project(valueOf(named, translation), named.name(), taken));
        }
        return projections;
    }

    private static Expression valueOf(NamedExpression named, Translation translation) {
        return translation.of(
                named instanceof Alias alias
                        ? alias.child()
                        : (org.apache.spark.sql.catalyst.expressions.Expression) named);
    }

    private Plan filter(Filter filter) {
        Node child = translate(filter.child());
        Node input = subqueries.attach(child, List.of(filter.condition()));
        Plan filtered = new Plan.Filter(input.plan(), in(input.scope()).of(filter.condition()));
        return Columns.keep(filtered, child.plan().output());
    }

    private Plan union(Union union) {
        List<Plan> inputs = new ArrayList<>();
        for (LogicalPlan child : Scala.<LogicalPlan>list(union.children())) {
            inputs.add(translate(child).plan());
        }
        return new Plan.Union(inputs, columns.createAll(Scala.list(union.output())));
    }

    private Plan setOperation(LogicalPlan left, LogicalPlan right, Plan.SetOperator operator, boolean isAll) {
        Plan first = translate(left).plan();
        Plan second = translate(right).plan();
        List<Column> output = new ArrayList<>();
        for (int i = 0; i < first.output().size(); i++) {
            Column column = first.output().get(i);
            boolean nullable = operator == Plan.SetOperator.EXCEPT
                    ? column.nullable()
                    : column.nullable() && second.output().get(i).nullable();
            output.add(columns.create(column.name(), column.type(), nullable));
        }
        return new Plan.SetOperation(
                first, second, operator, isAll ? Plan.Duplicates.KEPT : Plan.Duplicates.REMOVED, output);
    }

    private Plan expand(Expand expand) {
        Node input = translate(expand.child());
        Translation translation = in(input.scope());
        List<List<Expression>> rows = new ArrayList<>();
        for (scala.collection.immutable.Seq<org.apache.spark.sql.catalyst.expressions.Expression> row :
                Scala.<scala.collection.immutable.Seq<org.apache.spark.sql.catalyst.expressions.Expression>>list(
                        expand.projections())) {
            rows.add(translation.all(Scala.list(row)));
        }
        return new Plan.Expand(input.plan(), rows, columns.createAll(Scala.<Attribute>list(expand.output())));
    }
}
