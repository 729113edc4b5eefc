package dev.leat.spark;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.Plan.JoinKind;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;

/** Small plans for tests of passes. */
final class PlanExamples {
    private PlanExamples() {}

    /** A join by the first columns of both sides. */
    static Plan join(Plan left, Plan right, JoinKind kind, String comparison) {
        Call condition = new Call(
                comparison,
                List.of(
                        new ColumnReference(left.output().get(0)),
                        new ColumnReference(right.output().get(0))),
                Simple.BOOLEAN,
                true);
        return new Plan.Join(left, right, kind, Optional.of(condition), Optional.empty());
    }
}
