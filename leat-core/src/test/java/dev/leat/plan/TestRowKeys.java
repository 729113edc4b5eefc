package dev.leat.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which columns tell the rows of a plan apart. */
final class TestRowKeys {
    private static final Column A = column(0);
    private static final Column B = column(1);
    private static final Plan SCAN =
            new Plan.Scan(RelationName.of("t"), Plan.ScanMode.TABLE, List.of("a", "b"), List.of(A, B));

    private static Column column(int id) {
        return new Column(id, "c" + id, Simple.INT, true);
    }

    /** Groups of the scan by a column, with another one of their making. */
    private static Plan groups(Column key, int group, int made) {
        AggregateCall max = new AggregateCall(
                "max",
                List.of(new ColumnReference(B)),
                false,
                Optional.empty(),
                List.of(),
                Simple.INT,
                true,
                Optional.empty());
        return new Plan.Aggregate(
                SCAN,
                List.of(new Projection(column(group), new ColumnReference(key))),
                List.of(new AggregateColumn(column(made), max)));
    }

    private static Plan joined(Plan.JoinKind kind, Plan left, Plan right) {
        return new Plan.Join(left, right, kind, Optional.empty(), Optional.empty());
    }

    @Test
    void groupsAndDistinctRowsHaveKeys() {
        assertThat(RowKeys.of(SCAN)).isEmpty();
        assertThat(RowKeys.of(new Plan.Distinct(SCAN))).contains(List.of(0, 1));
        assertThat(RowKeys.of(groups(A, 2, 3))).contains(List.of(0));
        assertThat(RowKeys.of(new Plan.Aggregate(SCAN, List.of(), List.of()))).contains(List.of());
    }

    @Test
    void aProjectionKeepsAKeyOfWhichItPassesAllColumns() {
        Plan groups = groups(A, 2, 3);
        Plan swapped = new Plan.Project(
                groups, Projections.renaming(List.of(column(3), column(2)), List.of(column(4), column(5))));
        assertThat(RowKeys.of(new Plan.Limit(swapped, java.util.OptionalLong.of(3), 0)))
                .contains(List.of(1));

        Expression negative = new Call("negative", List.of(new ColumnReference(column(2))), Simple.INT, true);
        assertThat(RowKeys.of(new Plan.Project(groups, List.of(new Projection(column(4), negative)))))
                .isEmpty();
    }

    @Test
    void pairsAreToldByBothSidesAndOthersByTheLeft() {
        Plan left = groups(A, 2, 3);
        Plan right = groups(B, 4, 5);
        for (Plan.JoinKind kind : List.of(Plan.JoinKind.INNER, Plan.JoinKind.LEFT, Plan.JoinKind.RIGHT)) {
            assertThat(RowKeys.of(joined(kind, left, right))).contains(List.of(0, 2));
        }
        assertThat(RowKeys.of(joined(Plan.JoinKind.FULL, left, right)))
                .as("both may have a row with NULL that has no partner")
                .isEmpty();
        assertThat(RowKeys.of(joined(Plan.JoinKind.INNER, left, SCAN))).isEmpty();
        assertThat(RowKeys.of(joined(Plan.JoinKind.ANTI, left, SCAN))).contains(List.of(0));
        assertThat(RowKeys.of(new Plan.Union(List.of(left, right), List.of(column(6), column(7)))))
                .isEmpty();
    }
}
