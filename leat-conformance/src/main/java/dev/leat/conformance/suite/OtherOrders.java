package dev.leat.conformance.suite;

import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.Trees;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Alias$;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NullsFirst$;
import org.apache.spark.sql.catalyst.expressions.Rand;
import org.apache.spark.sql.catalyst.expressions.SortOrder$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Repartition;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.types.DataTypes;

/**
 * The same query for Spark with the rows of each table and each union in another order, which SQL gives no meaning. What
 * Spark answers then is as much its answer as the golden file is.
 */
final class OtherOrders {
    private OtherOrders() {}

    /**
     * One of the orders: 0 keeps the order of the rows and puts each table in one partition, any other number shuffles.
     */
    static LogicalPlan of(LogicalPlan analyzed, int number) {
        return Trees.transformWithSubqueries(analyzed, node -> isOrdered(node) ? reordered(node, number) : node);
    }

    private static boolean isOrdered(LogicalPlan node) {
        boolean isLeaf = node.children().isEmpty() && !(node instanceof OneRowRelation);
        return (isLeaf || node instanceof Union) && !node.output().isEmpty();
    }

    private static LogicalPlan reordered(LogicalPlan node, int number) {
        LogicalPlan one = new Repartition(1, false, node);
        if (number == 0) {
            return one;
        }
        Alias random = Alias$.MODULE$.apply(
                new Rand(new Literal((long) number, DataTypes.LongType), true),
                "random",
                NamedExpression.newExprId(),
                Scala.seq(List.of()),
                Scala.option(null),
                Scala.seq(List.of()));
        List<NamedExpression> output = List.copyOf(Scala.<Attribute>list(node.output()));
        List<NamedExpression> extended = new java.util.ArrayList<>(output);
        extended.add(random);
        LogicalPlan numbered = new Project(Scala.<NamedExpression>seq(extended), one);
        LogicalPlan sorted = new Sort(
                Scala.seq(List.of(SortOrder$.MODULE$.apply(
                        (Expression) random.toAttribute(),
                        Ascending$.MODULE$,
                        NullsFirst$.MODULE$,
                        Scala.seq(List.of())))),
                true,
                numbered,
                Scala.option(null));
        return new Project(Scala.<NamedExpression>seq(output), sorted);
    }
}
