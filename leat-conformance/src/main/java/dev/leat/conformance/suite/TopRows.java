package dev.leat.conformance.suite;

import dev.leat.sql.analysis.Scala;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Alias$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder$;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;

/**
 * What the ORDER BY, LIMIT and OFFSET at the top of a query leave to chance: the order of rows with equal keys, and which
 * of them fall inside the limit. Spark computes all rows without the limit, each with its keys, which need not be in the
 * result; with these rows in groups of equal keys, an answer is valid if at the places of each group it has rows of that
 * group, each at most as often as the group does.
 */
final class TopRows {
    private final LogicalPlan plan;
    private final int keyCount;
    private final int offset;
    private final int limit;

    private TopRows(LogicalPlan plan, int keyCount, int offset, int limit) {
        this.plan = plan;
        this.keyCount = keyCount;
        this.offset = offset;
        this.limit = limit;
    }

    /** Of an analysed query. */
    static TopRows of(LogicalPlan analyzed) {
        if (analyzed instanceof GlobalLimit global) {
            return of(global.child()).limited(number(global.limitExpr()));
        }
        if (analyzed instanceof LocalLimit local) {
            return of(local.child()).limited(number(local.limitExpr()));
        }
        if (analyzed instanceof Offset skipped) {
            TopRows below = of(skipped.child());
            return below.after(number(skipped.offsetExpr()));
        }
        if (analyzed instanceof SubqueryAlias alias) {
            return of(alias.child());
        }
        if (analyzed instanceof Project project) {
            TopRows below = of(project.child());
            List<NamedExpression> list = new ArrayList<>(Scala.<NamedExpression>list(project.projectList()));
            list.addAll(below.keys());
            return new TopRows(
                    new Project(Scala.<NamedExpression>seq(list), below.plan),
                    below.keyCount,
                    below.offset,
                    below.limit);
        }
        return analyzed instanceof Sort sort && sort.global()
                ? ofSorted(sort)
                : new TopRows(analyzed, 0, 0, Integer.MAX_VALUE);
    }

    private static TopRows ofSorted(Sort sort) {
        List<NamedExpression> list =
                new ArrayList<>(List.copyOf(Scala.<Attribute>list(sort.child().output())));
        List<org.apache.spark.sql.catalyst.expressions.SortOrder> order = new ArrayList<>();
        for (org.apache.spark.sql.catalyst.expressions.SortOrder key :
                Scala.<org.apache.spark.sql.catalyst.expressions.SortOrder>list(sort.order())) {
            Alias alias = Alias$.MODULE$.apply(
                    key.child(),
                    "key",
                    NamedExpression.newExprId(),
                    Scala.seq(List.of()),
                    Scala.option(null),
                    Scala.seq(List.of()));
            list.add(alias);
            order.add(SortOrder$.MODULE$.apply(
                    (Expression) alias.toAttribute(), key.direction(), key.nullOrdering(), Scala.seq(List.of())));
        }
        LogicalPlan keyed = new Project(Scala.<NamedExpression>seq(list), sort.child());
        LogicalPlan sorted = new Sort(
                Scala.<org.apache.spark.sql.catalyst.expressions.SortOrder>seq(order), true, keyed, Scala.option(null));
        return new TopRows(sorted, order.size(), 0, Integer.MAX_VALUE);
    }

    private TopRows limited(int count) {
        return new TopRows(plan, keyCount, offset, Math.min(limit, count));
    }

    private TopRows after(int count) {
        return new TopRows(plan, keyCount, offset + count, limit == Integer.MAX_VALUE ? limit : limit - count);
    }

    private List<NamedExpression> keys() {
        List<Attribute> output = Scala.list(plan.output());
        return List.copyOf(output.subList(output.size() - keyCount, output.size()));
    }

    private static int number(Expression constant) {
        return ((Number) constant.eval(InternalRow.empty())).intValue();
    }

    /** Whether the query leaves anything open here. */
    boolean isOpen() {
        return keyCount > 0 || limit < Integer.MAX_VALUE || offset > 0;
    }

    /** Whether the rows are an answer that the query allows. */
    boolean allows(List<List<String>> rows, SparkAnswers spark) {
        List<List<String>> all = spark.answer(plan).rows();
        int end = (int) Math.min((long) offset + limit, all.size());
        if (rows.size() != Math.max(0, end - offset)) {
            return false;
        }
        int width = all.isEmpty() ? 0 : all.get(0).size() - keyCount;
        int start = 0;
        while (start < end) {
            int next = start + 1;
            List<String> keys = all.get(start).subList(width, width + keyCount);
            while (next < all.size()
                    && all.get(next).subList(width, width + keyCount).equals(keys)) {
                next++;
            }
            List<List<String>> group = new ArrayList<>();
            all.subList(start, next).forEach(row -> group.add(row.subList(0, width)));
            int from = Math.max(start, offset) - offset;
            int to = Math.min(next, end) - offset;
            for (List<String> row : from < to ? rows.subList(from, to) : List.<List<String>>of()) {
                if (!group.remove(row)) {
                    return false;
                }
            }
            start = next;
        }
        return true;
    }
}
