package dev.leat.plan.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestPlanPrinter {
    private static final Column A = new Column(1, "a", Simple.INT, true);
    private static final Column COPY = new Column(2, "a", Simple.INT, true);
    private static final Column SUM = new Column(3, "the sum", Simple.INT, true);

    @Test
    void treeShowsEachNodeOnceWithTheUsersNames() {
        Plan scan =
                new Plan.Scan(RelationName.of("main", "default", "t"), Plan.ScanMode.TABLE, List.of("a"), List.of(A));
        Plan filter = new Plan.Filter(scan, call(">", new ColumnReference(A), Literal.of("0", Simple.INT)));
        Plan renamed = new Plan.Project(filter, List.of(new Projection(COPY, new ColumnReference(A))));
        Plan join = new Plan.Join(
                filter,
                renamed,
                Plan.JoinKind.LEFT,
                Optional.of(call("=", new ColumnReference(A), new ColumnReference(COPY))),
                Optional.empty());
        Plan project = new Plan.Project(
                join,
                List.of(
                        new Projection(A, new ColumnReference(A)),
                        new Projection(SUM, call("+", new ColumnReference(A), new ColumnReference(COPY)))));

        assertThat(PlanPrinter.print(project)).isEqualTo("""
                Project a#1, (a#1 + a#2) AS `the sum`
                  Left join on (a#1 = a#2)
                    (1) Filter (a#1 > 0)
                      Scan main.default.t: a#1
                    Project a#1 AS a#2
                      see (1)
                """);
    }

    private static Expression call(String function, Expression... arguments) {
        return new Call(function, List.of(arguments), function.equals("+") ? Simple.INT : Simple.BOOLEAN, true);
    }
}
