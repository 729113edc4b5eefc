package dev.leat.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Groups on the right of a left join, for the keys of its left side only. */
final class TestKeyReduction {
    private static final Column LEFT = new Column(0, "k", Simple.INT, true);
    private static final Column RIGHT = new Column(1, "k", Simple.INT, true);
    private static final Column GROUP = new Column(2, "g", Simple.INT, true);
    private static final Column RENAMED = new Column(3, "r", Simple.INT, true);
    private static final Plan SALES = scan("sales", LEFT);
    private static final Plan FILTERED =
            new Plan.Filter(SALES, call(">", new ColumnReference(LEFT), Literal.of("5", Simple.INT)));

    private static Plan scan(String name, Column column) {
        return new Plan.Scan(RelationName.of(name), Plan.ScanMode.TABLE, List.of("k"), List.of(column));
    }

    private static Expression call(String function, Expression left, Expression right) {
        return new Call(function, List.of(left, right), Simple.BOOLEAN, true);
    }

    /** Groups by a key plus one, under another name. */
    private static Plan groups() {
        Expression key =
                new Call("+", List.of(new ColumnReference(RIGHT), Literal.of("1", Simple.INT)), Simple.INT, true);
        Plan aggregate = new Plan.Aggregate(scan("returns", RIGHT), List.of(new Projection(GROUP, key)), List.of());
        return new Plan.Project(aggregate, List.of(new Projection(RENAMED, new ColumnReference(GROUP))));
    }

    private static Plan join(Plan left, Plan.JoinKind kind, String operator) {
        return new Plan.Join(
                left,
                groups(),
                kind,
                Optional.of(call(operator, new ColumnReference(RENAMED), new ColumnReference(LEFT))),
                Optional.empty());
    }

    @Test
    void groupsAreComputedForTheKeysOfAFilteredSide() {
        Plan reduced = KeyReduction.apply(join(FILTERED, Plan.JoinKind.LEFT, "="));

        PlanChecks.verify(reduced);
        Plan.Aggregate aggregate =
                (Plan.Aggregate) reduced.inputs().get(1).inputs().get(0);
        Plan.Join semi = (Plan.Join) aggregate.input();
        assertThat(semi.kind()).isEqualTo(Plan.JoinKind.SEMI);
        assertThat(semi.left()).isEqualTo(scan("returns", RIGHT));
        assertThat(semi.right().inputs().get(0).inputs().get(0))
                .isSameAs(reduced.inputs().get(0));
        assertThat(Expressions.columns(semi.condition().orElseThrow())).contains(RIGHT);
    }

    @Test
    void othersStayAsTheyAre() {
        Plan shared = join(FILTERED, Plan.JoinKind.LEFT, "=");
        Plan right = shared.inputs().get(1);
        for (Plan plan : List.of(
                join(SALES, Plan.JoinKind.LEFT, "="),
                join(FILTERED, Plan.JoinKind.FULL, "="),
                join(FILTERED, Plan.JoinKind.LEFT, "<"),
                new Plan.Union(
                        List.of(new Plan.Project(shared, Projections.passing(right.output())), right),
                        right.output()))) {
            assertThat(KeyReduction.apply(plan)).isEqualTo(plan);
        }
    }
}
