package dev.leat.plan;

import static dev.leat.plan.PlanExamples.filtered;
import static dev.leat.plan.PlanExamples.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Plan.Filter;
import dev.leat.plan.Plan.Join;
import dev.leat.plan.Plan.Project;
import org.junit.jupiter.api.Test;

final class TestSharedSubplans {
    @Test
    void equalSubplansBecomeOneNodeAndARenaming() {
        Plan plan = join(filtered(0, 1), filtered(10, 1));
        Plan shared = SharedSubplans.share(plan);

        PlanChecks.verify(shared);
        assertThat(shared.output()).isEqualTo(plan.output());
        Join join = (Join) shared;
        assertThat(join.left()).isInstanceOf(Filter.class);
        assertThat(((Project) join.right()).input()).isSameAs(join.left());
    }

    @Test
    void differentSubplansStayApart() {
        Plan plan = join(filtered(0, 1), filtered(10, 2));

        assertThat(SharedSubplans.share(plan)).isEqualTo(plan);
    }

    @Test
    void onlyTheLargestEqualSubplanIsReplaced() {
        Plan plan = join(join(filtered(0, 1), filtered(10, 2)), join(filtered(20, 1), filtered(30, 2)));
        Plan shared = SharedSubplans.share(plan);

        PlanChecks.verify(shared);
        assertThat(((Project) ((Join) shared).right()).input()).isSameAs(((Join) shared).left());
        assertThat(Plans.nodes(shared)).hasSize(7);
    }
}
