package dev.leat.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestSignedPlans {
    private static final int NESTED = 40;

    private static final List<Column> COLUMNS = List.of(new Column(0, "a", Simple.INT, true));

    @Test
    void idsOfNestedPlansStaySmall() {
        Plan scan = new Plan.Scan(RelationName.of("t"), Plan.ScanMode.TABLE, List.of("a"), COLUMNS);
        SignedPlans plans = new SignedPlans(1);
        Signed part = Signed.positive(scan);
        for (int i = 0; i < NESTED; i++) {
            part = plans.union(List.of(part, Signed.positive(scan)), List.of(COLUMNS, COLUMNS), COLUMNS);
        }

        PlanChecks.verify(part.plan());
        assertThat(Plans.firstFreeId(part.plan())).isBetween(1, NESTED * NESTED * NESTED);
    }
}
