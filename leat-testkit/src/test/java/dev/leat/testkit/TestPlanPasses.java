package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Column;
import dev.leat.plan.ColumnPruning;
import dev.leat.plan.Fingerprint;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.ProjectionFolding;
import dev.leat.plan.Projections;
import dev.leat.plan.SharedSubplans;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts about the passes that hold for every plan; that results stay the same is tested with an engine. */
final class TestPlanPasses {
    private static final int PLANS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void passesKeepPlansSoundAndTheirOutput(long seed) {
        RandomPlans plans = new RandomPlans(new Random(seed));
        for (int index = 0; index < PLANS; index++) {
            Plan plan = plans.next(1 + index % 6);
            PlanChecks.verify(plan);
            Plan pruned = ColumnPruning.prune(plan);
            Plan shared = SharedSubplans.share(pruned);

            PlanChecks.verify(pruned);
            PlanChecks.verify(shared);
            ProjectionFolding.Result folded = ProjectionFolding.apply(shared);
            PlanChecks.verify(new Plan.Project(folded.plan(), Projections.renaming(folded.output(), plan.output())));
            assertThat(shared.output()).as("seed %d, plan %d", seed, index).isEqualTo(plan.output());
            assertThat(ColumnPruning.prune(pruned)).isEqualTo(pruned);
            assertThat(Fingerprint.of(renumbered(plan))).isEqualTo(Fingerprint.of(plan));
        }
    }

    private static Plan renumbered(Plan plan) {
        int free = Plans.firstFreeId(plan);
        return Plans.mapColumns(
                plan,
                column -> new Column(2 * free - column.id(), column.name() + "x", column.type(), column.nullable()));
    }
}
