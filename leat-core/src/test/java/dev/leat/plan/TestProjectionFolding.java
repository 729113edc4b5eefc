package dev.leat.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Projections that only select and rename are left out, the others become one. */
final class TestProjectionFolding {
    private static final Column A = column(0);
    private static final Column B = column(1);
    private static final Plan SCAN = scan(A, B);

    private static Column column(int id) {
        return new Column(id, "c" + id, Simple.INT, true);
    }

    private static Plan scan(Column first, Column second) {
        return new Plan.Scan(RelationName.of("t"), Plan.ScanMode.TABLE, List.of("a", "b"), List.of(first, second));
    }

    private static Plan renaming(Plan input, Column from, Column to) {
        return new Plan.Project(input, Projections.renaming(List.of(from), List.of(to)));
    }

    private static Plan negating(Plan input, Column from, Column to) {
        Expression value = new Call("negative", List.of(new ColumnReference(from)), Simple.INT, true);
        return new Plan.Project(input, List.of(new Projection(to, value)));
    }

    private static Expression positive(Column column) {
        return new Call(">", List.of(new ColumnReference(column), Literal.of("0", Simple.INT)), Simple.BOOLEAN, true);
    }

    private static Plan joined(Plan left, Plan right) {
        return new Plan.Join(left, right, Plan.JoinKind.LEFT, Optional.empty(), Optional.empty());
    }

    @Test
    void whatReadsARenamedColumnReadsTheOneBelow() {
        Plan plan = new Plan.Filter(renaming(renaming(SCAN, B, column(2)), column(2), column(3)), positive(column(3)));

        ProjectionFolding.Result folded = ProjectionFolding.apply(plan);

        assertThat(folded.plan()).isEqualTo(new Plan.Filter(SCAN, positive(B)));
        assertThat(folded.output()).containsExactly(B);
    }

    @Test
    void projectionsThatComputeBecomeOne() {
        Plan plan = negating(renaming(negating(SCAN, A, column(2)), column(2), column(3)), column(3), column(4));

        Plan.Project folded = (Plan.Project) ProjectionFolding.apply(plan).plan();

        assertThat(folded.input()).isEqualTo(SCAN);
        assertThat(folded.output()).containsExactly(column(4));
        assertThat(Expressions.columns(folded.columns().get(0).expression())).containsExactly(A);
    }

    @Test
    void nothingIsComputedTwice() {
        Plan made = negating(SCAN, A, column(2));
        Plan twice = new Plan.Project(
                made, Projections.renaming(List.of(column(2), column(2)), List.of(column(3), column(4))));
        Plan sums = new Plan.Project(
                twice,
                List.of(new Projection(
                        column(5),
                        new Call(
                                "+",
                                List.of(new ColumnReference(column(3)), new ColumnReference(column(4))),
                                Simple.INT,
                                true))));
        assertThat(ProjectionFolding.apply(sums).plan().inputs()).containsExactly(made);

        Plan left = negating(renaming(made, column(2), column(6)), column(6), column(7));
        Plan right = negating(renaming(made, column(2), column(8)), column(8), column(9));
        Plan both = ProjectionFolding.apply(joined(left, right)).plan();

        assertThat(both.inputs().get(0).inputs().get(0))
                .isEqualTo(made)
                .isSameAs(both.inputs().get(1).inputs().get(0));
    }

    @Test
    void sidesOfAJoinThatWouldHaveAColumnInCommonKeepTheirNames() {
        Plan plan = joined(renaming(SCAN, A, column(2)), renaming(SCAN, A, column(3)));

        ProjectionFolding.Result folded = ProjectionFolding.apply(plan);

        PlanChecks.verify(folded.plan());
        assertThat(folded.output()).extracting(Column::id).containsExactly(2, 3);
    }

    @Test
    void aColumnThatAJoinMakesNullCanBeNullUnderItsOtherName() {
        Column never = new Column(4, "never", Simple.INT, false);
        Plan right = renaming(scan(never, column(5)), never, new Column(6, "renamed", Simple.INT, false));

        ProjectionFolding.Result folded = ProjectionFolding.apply(joined(SCAN, right));

        assertThat(folded.output()).containsExactly(A, B, new Column(4, "never", Simple.INT, true));
    }

    @Test
    void inputsOfAUnionStayAsTheyAre() {
        Plan input = renaming(SCAN, B, column(2));
        Plan plan = new Plan.Union(List.of(input, input), List.of(column(3)));

        assertThat(ProjectionFolding.apply(plan).plan()).isEqualTo(plan);
    }
}
