package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.column;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.plan.SortKey;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Limits whose stored rows are enough. */
final class TestTopRows {
    private static final Plan SALES = scan("sales", 0);
    private static final Plan SORTED = new Plan.Sort(
            SALES, List.of(new SortKey(column(SALES, 1), SortKey.Direction.DESCENDING, SortKey.NullOrder.LAST)));

    private static Plan.Limit limit(Plan input, long offset) {
        return new Plan.Limit(input, OptionalLong.of(3), offset);
    }

    @Test
    void rowsWithTheColumnsOfTheOrderAreEnough() {
        assertThat(TopRows.isMerged(limit(SORTED, 0))).isTrue();
        assertThat(TopRows.isMerged(limit(SALES, 0))).isTrue();
    }

    @Test
    void rowsThatWereLeftOutAreNot() {
        assertThat(TopRows.isMerged(limit(SORTED, 1))).isFalse();
        assertThat(TopRows.isMerged(new Plan.Limit(SORTED, OptionalLong.empty(), 0)))
                .isFalse();
    }

    @Test
    void orderByAColumnThatIsNotStoredNeedsAllRows() {
        Plan keys = new Plan.Project(SORTED, Projections.passing(SALES.output().subList(0, 1)));
        assertThat(TopRows.isMerged(limit(keys, 0))).isFalse();
        Plan renamed = new Plan.Project(SORTED, List.of(new Projection(column(10, "v"), column(SALES, 1))));
        assertThat(TopRows.isMerged(limit(renamed, 0))).isFalse();
    }
}
