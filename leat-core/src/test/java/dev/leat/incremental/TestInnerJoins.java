package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.column;
import static dev.leat.incremental.RelationExamples.join;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Plan;
import dev.leat.plan.Projections;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Joins below each other as one. */
final class TestInnerJoins {
    private static final Plan SALES = scan("sales", 0);
    private static final Plan SHOPS = scan("shops", 2);
    private static final Plan DAYS = scan("days", 4);

    private static List<Plan> inputs(Plan.Join root, Plan query) {
        RecordedStaging staging = new RecordedStaging("");
        return InnerJoins.of(root, query, new Stages(staging, new SignedPlans(100), Double.MAX_VALUE))
                .inputs();
    }

    private static Plan narrowed(Plan plan) {
        return new Plan.Project(plan, Projections.passing(plan.output().subList(0, 2)));
    }

    @Test
    void filtersAndProjectionsThatPassColumnsStandBetweenJoins() {
        Plan below = narrowed(new Plan.Filter(
                join(SALES, SHOPS, Plan.JoinKind.INNER),
                new Call("isnotnull", List.of(column(SHOPS, 1)), Simple.BOOLEAN, false)));
        Plan.Join root = join(below, DAYS, Plan.JoinKind.INNER);
        assertThat(inputs(root, root)).containsExactly(SALES, SHOPS, DAYS);
    }

    @Test
    void otherJoinsAndWhatOthersReadAreInputs() {
        Plan outer = join(SALES, SHOPS, Plan.JoinKind.LEFT);
        Plan.Join root = join(outer, DAYS, Plan.JoinKind.INNER);
        assertThat(inputs(root, root)).containsExactly(outer, DAYS);
        Plan inner = join(SALES, SHOPS, Plan.JoinKind.INNER);
        Plan.Join above = join(inner, DAYS, Plan.JoinKind.INNER);
        Plan both = new Plan.Union(List.of(narrowed(above), narrowed(inner)), SALES.output());
        assertThat(inputs(above, both)).containsExactly(inner, DAYS);
    }

    private static List<List<String>> readsOfChange(Plan.Join root) {
        RecordedStaging staging = new RecordedStaging("sales,days");
        ChangeDerivation.derive(Maintained.of(root, scan -> false), staging);
        return staging.reads();
    }

    @Test
    void whatChangesIsJoinedAndStagedFirst() {
        assertThat(readsOfChange(join(join(SALES, DAYS, Plan.JoinKind.INNER), SHOPS, Plan.JoinKind.INNER)))
                .containsExactly(
                        List.of("sales.$inserted", "days.$old", "days.$inserted", "sales.$old", "sales.$inserted"),
                        List.of("$stage.0", "shops"));
    }

    @Test
    void whatRelatesChangesIsInEachTermSoThatTheyAreNotMultiplied() {
        // Both changes are joined by way of shops only.
        assertThat(readsOfChange(join(join(SHOPS, SALES, Plan.JoinKind.INNER), DAYS, Plan.JoinKind.INNER)))
                .containsExactly(List.of(
                        "sales.$inserted",
                        "shops",
                        "days.$old",
                        "days.$inserted",
                        "shops",
                        "sales.$old",
                        "sales.$inserted"));
    }
}
