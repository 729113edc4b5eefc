package dev.leat.plan;

import static dev.leat.plan.PlanExamples.column;
import static dev.leat.plan.PlanExamples.filtered;
import static dev.leat.plan.PlanExamples.join;
import static dev.leat.plan.PlanExamples.project;
import static dev.leat.plan.PlanExamples.ref;
import static dev.leat.plan.PlanExamples.scan;
import static dev.leat.plan.PlanExamples.sum;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TestColumnPruning {
    @Test
    void scanReadsWhatIsReferredTo() {
        Plan input = filtered(0, 1);
        Plan plan = project(input, new Projection(column(5, "x"), ref(input, 1)));

        assertThat(fields(ColumnPruning.prune(plan))).containsExactly(List.of("a", "b"));
        assertThat(fields(ColumnPruning.prune(input))).containsExactly(List.of("a", "b", "d"));
    }

    @Test
    void rowsAreCountedWithoutColumns() {
        Plan plan = new Plan.Aggregate(scan(0), List.of(), List.of());

        assertThat(fields(ColumnPruning.prune(plan))).containsExactly(List.of());
    }

    @Test
    void unusedFunctionsOfAnAggregateGoButKeysStay() {
        Plan scan = scan(0);
        Plan aggregate = new Plan.Aggregate(
                scan,
                List.of(new Projection(column(4, "k"), ref(scan, 0))),
                List.of(sum(5, ref(scan, 1)), sum(6, ref(scan, 2))));
        Plan plan = project(aggregate, new Projection(aggregate.output().get(2), ref(aggregate, 2)));

        assertThat(fields(ColumnPruning.prune(plan))).containsExactly(List.of("a", "d"));
    }

    @Test
    void unionKeepsPositionsTogether() {
        Plan left = filtered(0, 1);
        Plan right = scan(10);
        Plan union = new Plan.Union(List.of(left, right), List.of(column(20, "a"), column(21, "b"), column(22, "d")));
        Plan pruned = ColumnPruning.prune(project(union, new Projection(column(22, "d"), ref(union, 2))));

        PlanChecks.verify(pruned);
        assertThat(fields(pruned)).containsExactly(List.of("a", "d"), List.of("d"));
    }

    @Test
    void distinctNeedsTheWholeRow() {
        Plan distinct = new Plan.Distinct(scan(0));
        Plan plan = project(distinct, new Projection(column(5, "x"), ref(distinct, 0)));

        assertThat(fields(ColumnPruning.prune(plan))).containsExactly(List.of("a", "b", "d"));
    }

    @Test
    void joinReadsItsCondition() {
        Plan join = join(scan(0), scan(10));
        Plan plan = project(join, new Projection(column(20, "x"), ref(join, 0)));

        assertThat(fields(ColumnPruning.prune(plan))).containsExactly(List.of("a", "b"), List.of("b"));
    }

    private static List<List<String>> fields(Plan plan) {
        return Plans.nodes(plan).stream()
                .filter(Plan.Scan.class::isInstance)
                .map(node -> ((Plan.Scan) node).fields())
                .toList();
    }
}
