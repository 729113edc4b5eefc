package dev.leat.incremental;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;

/** Small plans over relations of two INT columns, {@code k} and {@code v}. */
final class RelationExamples {
    private RelationExamples() {}

    static Plan.Scan scan(String name, int firstId) {
        return new Plan.Scan(
                RelationName.of(name),
                Plan.ScanMode.TABLE,
                List.of("k", "v"),
                List.of(column(firstId, "k"), column(firstId + 1, "v")));
    }

    static Column column(int id, String name) {
        return new Column(id, name, Simple.INT, true);
    }

    static Expression column(Plan plan, int index) {
        return new ColumnReference(plan.output().get(index));
    }

    static Plan.Join join(Plan left, Plan right, Plan.JoinKind kind) {
        Expression condition = new Call("=", List.of(column(left, 0), column(right, 0)), Simple.BOOLEAN, true);
        return new Plan.Join(left, right, kind, Optional.of(condition), Optional.empty());
    }

    static AggregateColumn aggregate(int id, String function, Expression argument, DataType type) {
        return new AggregateColumn(
                new Column(id, function, type, true),
                new AggregateCall(
                        function, List.of(argument), false, Optional.empty(), List.of(), type, true, Optional.empty()));
    }
}
