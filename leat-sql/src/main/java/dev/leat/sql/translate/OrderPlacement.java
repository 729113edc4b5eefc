package dev.leat.sql.translate;

import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanRewriter;
import dev.leat.plan.Projection;
import dev.leat.plan.SortKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts a Sort directly below the Limit it is for, and to the root of a query whose result it orders: Spark leaves a Project
 * between them, for keys that are not selected.
 *
 * <pre>
 *   Project(Sort(x))        = Sort(Project(x)),        if it only picks columns, the keys among them
 *   Project(Limit(Sort(x))) = Limit(Sort(Project(x))), likewise
 *   Limit(Project(Sort(x))) = Project(Limit(Sort(x)))
 * </pre>
 *
 * A Project that computes is never moved below a Limit: it must not fail on rows that the limit leaves out.
 */
final class OrderPlacement {
    private OrderPlacement() {}

    /** The same plan with its sorts in place. */
    static Plan apply(Plan plan) {
        return PlanRewriter.rewrite(plan, OrderPlacement::place);
    }

    private static Plan place(Plan node) {
        if (node instanceof Plan.Project project && project.input() instanceof Plan.Sort sort && picks(project, sort)) {
            return new Plan.Sort(new Plan.Project(sort.input(), project.columns()), sort.order());
        }
        if (node instanceof Plan.Project project
                && project.input() instanceof Plan.Limit limit
                && limit.input() instanceof Plan.Sort sort
                && picks(project, sort)) {
            Plan picked = new Plan.Project(sort.input(), project.columns());
            return new Plan.Limit(new Plan.Sort(picked, sort.order()), limit.count(), limit.offset());
        }
        if (node instanceof Plan.Limit limit
                && limit.input() instanceof Plan.Project project
                && project.input() instanceof Plan.Sort sort) {
            return new Plan.Project(new Plan.Limit(sort, limit.count(), limit.offset()), project.columns());
        }
        return node;
    }

    /** Whether the projection passes columns on only, and the keys refer to none but those. */
    private static boolean picks(Plan.Project project, Plan.Sort sort) {
        Set<Integer> passed = new HashSet<>();
        for (Projection projection : project.columns()) {
            if (!(projection.expression() instanceof ColumnReference reference)
                    || reference.column().id() != projection.column().id()) {
                return false;
            }
            passed.add(projection.column().id());
        }
        return sort.order().stream().map(SortKey::expression).allMatch(key -> refersTo(passed, List.of(key)));
    }

    private static boolean refersTo(Set<Integer> columns, List<dev.leat.plan.Expression> expressions) {
        return expressions.stream()
                .allMatch(expression -> expression instanceof ColumnReference reference
                        ? columns.contains(reference.column().id())
                        : refersTo(columns, expression.children()));
    }
}
