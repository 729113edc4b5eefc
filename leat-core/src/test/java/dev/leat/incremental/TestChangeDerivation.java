package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.column;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the derivation of a change stages. */
final class TestChangeDerivation {
    private static final Plan SALES = scan("sales", 0);
    private static final Plan SHOPS =
            new Plan.Distinct(new Plan.Project(SALES, List.of(new Projection(column(10, "shop"), column(SALES, 0)))));

    @Test
    void anOperatorWhoseChangeIsKnownReadsNothing() {
        RecordedStaging alone = new RecordedStaging("sales");
        Maintained query = Maintained.of(SHOPS, scan -> true);
        assertThat(ChangeDerivation.derive(query, alone)).isPresent();
        assertThat(alone.reads()).isNotEmpty();
        RecordedStaging staging = new RecordedStaging("sales").knowing(0);
        ChangeDerivation.Changes changes =
                ChangeDerivation.derive(query, staging).orElseThrow();
        assertThat(staging.reads()).isEmpty();
        assertThat(changes.result().inserted()).isPresent();
        assertThat(changes.result().deleted()).isEmpty();
        assertThat(changes.states()).containsOnlyKeys(0);
    }
}
