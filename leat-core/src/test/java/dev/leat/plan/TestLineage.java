package dev.leat.plan;

import static dev.leat.plan.PlanExamples.T;
import static dev.leat.plan.PlanExamples.call;
import static dev.leat.plan.PlanExamples.column;
import static dev.leat.plan.PlanExamples.filtered;
import static dev.leat.plan.PlanExamples.ref;
import static dev.leat.plan.PlanExamples.scan;
import static dev.leat.plan.PlanExamples.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Lineage.Origin;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestLineage {
    @Test
    void valuesComeFromWhatTheyAreComputedFrom() {
        Plan input = filtered(0, 1);
        Plan plan = PlanExamples.project(
                input,
                new Projection(column(5, "x"), call("+", Simple.INT, ref(input, 1), ref(input, 2))),
                new Projection(column(6, "y"), PlanExamples.number(1)));
        Lineage lineage = Lineage.of(plan);

        assertThat(lineage.columns().get(0).origins()).containsExactly(new Origin(T, "b"), new Origin(T, "d"));
        assertThat(lineage.columns().get(1).origins()).isEmpty();
        assertThat(lineage.rows()).containsExactly(new Origin(T, "a"));
    }

    @Test
    void aggregatesComeFromTheirArgumentsAndRowsFromTheKeys() {
        Plan scan = scan(0);
        Plan plan = new Plan.Aggregate(
                scan, List.of(new Projection(column(4, "k"), ref(scan, 0))), List.of(sum(5, ref(scan, 1))));
        Lineage lineage = Lineage.of(plan);

        assertThat(lineage.columns().get(0).origins()).containsExactly(new Origin(T, "a"));
        assertThat(lineage.columns().get(1).origins()).containsExactly(new Origin(T, "b"));
        assertThat(lineage.rows()).containsExactly(new Origin(T, "a"));
    }

    @Test
    void unionTakesFromAllInputs() {
        Plan left = scan(0);
        Plan right = PlanExamples.project(
                scan(10),
                new Projection(column(20, "x"), ref(column(11, "b"))),
                new Projection(column(21, "y"), ref(column(11, "b"))),
                new Projection(column(22, "z"), ref(column(11, "b"))));
        Plan union = new Plan.Union(List.of(left, right), List.of(column(30, "a"), column(31, "b"), column(32, "d")));

        assertThat(Lineage.of(union).columns().get(0).origins())
                .containsExactly(new Origin(T, "a"), new Origin(T, "b"));
    }
}
