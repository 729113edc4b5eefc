package dev.leat.conformance.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Whether and by what the rows of a query come in an order, told from its parse tree by the rule of Spark's suite: the
 * outermost ORDER BY counts unless a join, aggregate, generator, sample or DISTINCT is above it.
 *
 * @param keys the sort expressions, as SQL; empty if there is no order
 */
record SortOrder(List<String> keys) {
    static final SortOrder NONE = new SortOrder(List.of());

    SortOrder {
        keys = List.copyOf(keys);
    }

    static SortOrder of(LogicalPlan parsed) {
        return find(parsed)
                .map(sort -> new SortOrder(CollectionConverters.asJava(sort.order()).stream()
                        .map(key -> text(key.child()))
                        .toList()))
                .orElse(NONE);
    }

    private static Optional<Sort> find(LogicalPlan plan) {
        if (plan instanceof Join
                || plan instanceof Aggregate
                || plan instanceof Generate
                || plan instanceof Sample
                || plan instanceof Distinct) {
            return Optional.empty();
        }
        if (plan instanceof Sort sort && sort.global()) {
            return Optional.of(sort);
        }
        for (LogicalPlan child : CollectionConverters.asJava(plan.children())) {
            Optional<Sort> found = find(child);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String text(Expression key) {
        if (key instanceof UnresolvedAttribute attribute) {
            List<String> parts = CollectionConverters.asJava(attribute.nameParts());
            return parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
        }
        return key instanceof Literal literal
                ? "ordinal " + literal.value()
                : key.sql().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether two lists of the same rows differ only in the order of rows that are equal in all keys. False when a key
     * is not a column of the result.
     */
    boolean sameKeys(List<List<String>> expected, List<List<String>> actual, QueryOutcome.Answer answer) {
        List<Integer> columns = new ArrayList<>();
        for (String key : keys) {
            Optional<Integer> column = column(key, answer);
            if (column.isEmpty()) {
                return false;
            }
            columns.add(column.get());
        }
        return !keys.isEmpty() && project(expected, columns).equals(project(actual, columns));
    }

    private static Optional<Integer> column(String key, QueryOutcome.Answer answer) {
        if (key.startsWith("ordinal ")) {
            return Optional.of(Integer.parseInt(key.substring("ordinal ".length())) - 1);
        }
        for (int i = 0; i < answer.columnNames().size(); i++) {
            if (answer.columnNames().get(i).equalsIgnoreCase(key)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static List<List<String>> project(List<List<String>> rows, List<Integer> columns) {
        return rows.stream()
                .map(row -> columns.stream()
                        .map(column -> column < row.size() ? row.get(column) : "")
                        .toList())
                .toList();
    }
}
