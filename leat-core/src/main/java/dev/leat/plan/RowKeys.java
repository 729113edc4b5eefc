package dev.leat.plan;

import dev.leat.plan.Expression.ColumnReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Columns by which the rows of a plan can be told apart. */
public final class RowKeys {
    private RowKeys() {}

    /**
     * The positions of columns in whose values no two rows of a plan are alike, NULL being a value; none of a plan that has one row
     * at most; empty if no such columns are known.
     */
    public static Optional<List<Integer>> of(Plan plan) {
        return ids(plan).map(ids -> {
            List<Integer> positions = new ArrayList<>();
            for (int i = 0; i < plan.output().size(); i++) {
                if (ids.contains(plan.output().get(i).id())) {
                    positions.add(i);
                }
            }
            return positions;
        });
    }

    private static Optional<Set<Integer>> ids(Plan plan) {
        if (plan instanceof Plan.Aggregate aggregate) {
            return Optional.of(
                    of(aggregate.keys().stream().map(Projection::column).toList()));
        }
        if (plan instanceof Plan.Distinct) {
            return Optional.of(of(plan.output()));
        }
        if (plan instanceof Plan.Project project) {
            return ids(project.input()).flatMap(ids -> passed(ids, project));
        }
        if (plan instanceof Plan.Join join) {
            return ids(join);
        }
        boolean keepsRows = plan instanceof Plan.Filter
                || plan instanceof Plan.Sort
                || plan instanceof Plan.Limit
                || plan instanceof Plan.Window
                || plan instanceof Plan.SessionWindow
                || plan instanceof Plan.Watermark;
        return keepsRows ? ids(plan.inputs().get(0)) : Optional.empty();
    }

    private static Set<Integer> of(List<Column> columns) {
        Set<Integer> ids = new LinkedHashSet<>();
        columns.forEach(column -> ids.add(column.id()));
        return ids;
    }

    /** The columns that have the values of the key, if all of them have a column. */
    private static Optional<Set<Integer>> passed(Set<Integer> ids, Plan.Project project) {
        Map<Integer, Integer> columns = new HashMap<>();
        for (Projection made : project.columns()) {
            if (made.expression() instanceof ColumnReference reference) {
                columns.put(reference.column().id(), made.column().id());
            }
        }
        Set<Integer> passed = new LinkedHashSet<>();
        ids.forEach(id -> passed.add(columns.getOrDefault(id, -1)));
        return passed.contains(-1) ? Optional.empty() : Optional.of(passed);
    }

    /**
     * A pair of rows is told by both; a row without a partner occurs once. But one of the left whose key is NULL, and such a one of
     * the right, are alike.
     */
    private static Optional<Set<Integer>> ids(Plan.Join join) {
        return switch (join.kind()) {
            case FULL -> Optional.empty();
            case INNER, LEFT, RIGHT ->
                ids(join.left())
                        .flatMap(first -> ids(join.right()).map(second -> {
                            Set<Integer> both = new LinkedHashSet<>(first);
                            both.addAll(second);
                            return both;
                        }));
            case SEMI, ANTI, ANTI_NULL_AWARE, EXISTENCE -> ids(join.left());
        };
    }
}
