package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first rows of an order. With S those that are stored and Δ⁺, Δ⁻ the rows that come and go,
 *
 * <pre>
 *   S′ = the first rows of S ∪ Δ⁺, if no row of Δ⁻ is in S
 * </pre>
 *
 * <p>Else rows move up that are not stored. The sorting below a limit, and projections between them, belong to it.
 */
final class TopRows {
    private final Plan.Limit limit;
    private final Stages stages;
    private final List<Plan> between = new ArrayList<>();
    private final Plan bottom;

    TopRows(Plan.Limit limit, Stages stages) {
        this.limit = limit;
        this.stages = stages;
        Plan input = limit.input();
        while (isOrdering(input)) {
            between.add(0, input);
            input = input.inputs().get(0);
        }
        bottom = input;
    }

    private static boolean isOrdering(Plan node) {
        return node instanceof Plan.Sort || (node instanceof Plan.Project project && isOrdering(project.input()));
    }

    /** Whether the rows of a limit say by themselves which of them come first. */
    static boolean isMerged(Plan.Limit limit) {
        Set<Integer> ids = limit.output().stream().map(Column::id).collect(Collectors.toSet());
        List<Plan.Sort> sorts = sorts(limit.input());
        return limit.offset() == 0
                && limit.count().isPresent()
                && !ids.isEmpty()
                && limit.output().stream().noneMatch(column -> column.type().isNested())
                && sorts.size() < 2
                && sorts.stream()
                        .flatMap(sort -> Plans.expressions(sort).stream())
                        .flatMap(expression -> Expressions.columns(expression).stream())
                        .allMatch(column -> ids.contains(column.id()));
    }

    private static List<Plan.Sort> sorts(Plan top) {
        List<Plan.Sort> sorts = new ArrayList<>();
        for (Plan node = top; isOrdering(node); node = node.inputs().get(0)) {
            if (node instanceof Plan.Sort sort) {
                sorts.add(sort);
            }
        }
        return sorts;
    }

    /** The limit, with what belongs to it, over other rows. */
    Plan over(Plan rows) {
        Plan plan = rows;
        for (Plan each : between) {
            plan = Plans.withInputs(each, List.of(plan));
        }
        return Plans.withInputs(limit, List.of(plan));
    }

    /**
     * The change of the first rows; absent where all rows are needed.
     *
     * @param rows the change of what is sorted
     * @param stored the first rows before
     */
    Optional<StagedChange> change(Signed rows, Plan stored) {
        if (!isMerged(limit)) {
            return Optional.empty();
        }
        SignedPlans plans = stages.plans();
        Signed sorted = rows;
        for (Plan each : between) {
            sorted = plans.linear(each, sorted);
        }
        List<Column> columns = limit.output();
        StagedChange change = stages.stage(sorted, columns);
        if (change.deleted().filter(gone -> isAmong(gone, stored)).isPresent()) {
            return Optional.empty();
        }
        if (change.inserted().isEmpty()) {
            return Optional.of(StagedChange.NONE);
        }
        Plan all = plans.union(
                        List.of(
                                Signed.positive(stored),
                                Signed.positive(Stored.scan(change.inserted().get(), columns))),
                        List.of(columns, columns),
                        columns)
                .plan();
        Plan ordered = all;
        for (Plan.Sort sort : sorts(limit.input())) {
            ordered = new Plan.Sort(all, sort.order());
        }
        Plan first = new Plan.Limit(ordered, limit.count(), 0);
        return Optional.of(stages.stage(plans.difference(first, stored, columns), columns));
    }

    private boolean isAmong(RelationName gone, Plan stored) {
        List<Expression> key =
                limit.output().stream().<Expression>map(ColumnReference::new).toList();
        KeyRestriction restriction = new KeyRestriction(stages.plans(), Stored.scan(gone, limit.output()));
        return stages.stage(restriction.apply(stored, key)).isPresent();
    }

    /** What is sorted. */
    Plan bottom() {
        return bottom;
    }
}
