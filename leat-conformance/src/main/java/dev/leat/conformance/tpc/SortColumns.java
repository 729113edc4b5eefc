package dev.leat.conformance.tpc;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import scala.jdk.javaapi.CollectionConverters;

/** Which result columns a query is sorted by, as far as its sort keys are result columns: the keys up to the first that is not. */
final class SortColumns {
    private SortColumns() {}

    static List<Integer> of(LogicalPlan parsed, List<String> names) {
        LogicalPlan plan = parsed;
        while (!(plan instanceof Sort)) {
            List<LogicalPlan> children = CollectionConverters.asJava(plan.children());
            if (children.size() != 1) {
                return List.of();
            }
            plan = children.get(0);
        }
        List<Integer> columns = new ArrayList<>();
        for (var key : CollectionConverters.asJava(((Sort) plan).order())) {
            int column = column(key.child(), names);
            if (column < 0) {
                break;
            }
            columns.add(column);
        }
        return columns;
    }

    private static int column(Expression key, List<String> names) {
        if (!(key instanceof UnresolvedAttribute attribute)) {
            return -1;
        }
        List<String> parts = CollectionConverters.asJava(attribute.nameParts());
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(parts.get(parts.size() - 1))) {
                return i;
            }
        }
        return -1;
    }
}
