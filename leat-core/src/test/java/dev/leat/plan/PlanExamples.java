package dev.leat.plan;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan.ScanMode;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;

/** Small plans for tests of passes: {@code t(a, b, d)}, ids from a number on. */
final class PlanExamples {
    static final RelationName T = RelationName.of("main", "default", "t");

    private PlanExamples() {}

    static Plan.Scan scan(int firstId) {
        return new Plan.Scan(
                T,
                ScanMode.TABLE,
                List.of("a", "b", "d"),
                List.of(column(firstId, "a"), column(firstId + 1, "b"), column(firstId + 2, "d")));
    }

    static Column column(int id, String name) {
        return new Column(id, name, Simple.INT, true);
    }

    static Expression ref(Column column) {
        return new ColumnReference(column);
    }

    static Expression ref(Plan plan, int index) {
        return new ColumnReference(plan.output().get(index));
    }

    static Expression call(String function, DataType type, Expression... arguments) {
        return new Call(function, List.of(arguments), type, true);
    }

    static Expression equal(Expression left, Expression right) {
        return call("=", Simple.BOOLEAN, left, right);
    }

    static Literal number(int value) {
        return Literal.of(String.valueOf(value), Simple.INT);
    }

    /** Rows of t whose a is the number. */
    static Plan filtered(int firstId, int number) {
        Plan scan = scan(firstId);
        return new Plan.Filter(scan, equal(ref(scan, 0), number(number)));
    }

    static Plan join(Plan left, Plan right) {
        return new Plan.Join(
                left, right, Plan.JoinKind.INNER, Optional.of(equal(ref(left, 1), ref(right, 1))), Optional.empty());
    }

    static Plan project(Plan input, Projection... columns) {
        return new Plan.Project(input, List.of(columns));
    }

    static AggregateColumn sum(int id, Expression argument) {
        return new AggregateColumn(
                new Column(id, "sum", Simple.BIGINT, true),
                new AggregateCall(
                        "sum",
                        List.of(argument),
                        false,
                        Optional.empty(),
                        List.of(),
                        Simple.BIGINT,
                        true,
                        Optional.empty()));
    }
}
