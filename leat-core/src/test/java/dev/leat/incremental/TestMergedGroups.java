package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.aggregate;
import static dev.leat.incremental.RelationExamples.column;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.PlanPrinter;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups of a change merged with stored ones. */
final class TestMergedGroups {
    private static final Plan SALES = scan("sales", 0);
    private static final List<Projection> BY_KEY = List.of(new Projection(column(10, "g"), column(SALES, 0)));

    /** What is stored of sums by some keys: the sum, the count of rows, and that of values. */
    private static Plan.Aggregate stored(List<Projection> keys) {
        Plan sums = new Plan.Aggregate(SALES, keys, List.of(aggregate(11, "sum", column(SALES, 1), Simple.BIGINT)));
        Plan split = MergeableAggregates.split(sums, scan -> false);
        return (Plan.Aggregate)
                (split instanceof Plan.Aggregate ? split : split.inputs().get(0));
    }

    private static String change(Plan.Aggregate node, Signed rows) {
        Signed change = new MergedGroups(node, new SignedPlans(100)).change(rows, TestMergedGroups::state);
        PlanChecks.verify(change.plan());
        assertThat(change.plan().output())
                .hasSize(node.output().size() + 1)
                .endsWith(change.sign().orElseThrow());
        return PlanPrinter.print(change.plan()).replaceAll("#\\d+", "");
    }

    private static Plan state(List<Column> columns) {
        return Stored.scan(RelationName.of("state"), columns);
    }

    /** Sales that come, and some that go. */
    private static Signed signed() {
        return new SignedPlans(50).difference(SALES, scan("gone", 0), SALES.output());
    }

    @Test
    void groupsOfAddedRowsAreMergedWithTheStoredOnesOfTheirKeys() {
        String plan = change(stored(BY_KEY), Signed.positive(SALES));

        assertThat(plan)
                .contains("Semi join on (g <=> g)")
                .contains("Aggregate by k AS g: sum(v) AS sum, count(1) AS count, count(v) AS count")
                .contains("Aggregate by g AS g: sum(sum) AS merged, sum(count) AS merged, sum(count) AS merged")
                .contains("Project g, sum, count, count, 1 AS sign", "Project g, sum, count, count, -1 AS sign")
                .doesNotContain("Filter", "CASE");
    }

    @Test
    void rowsThatGoAreSubtracted() {
        assertThat(change(stored(BY_KEY), signed()))
                .contains("sum(CASE WHEN (sign < 0) THEN negative(v) ELSE v END) AS net")
                .contains("sum(sign) FILTER (WHERE isnotnull(1)) AS net")
                .contains("sum(sign) FILTER (WHERE isnotnull(v)) AS net")
                .contains("Project g AS g, net AS sum, coalesce(net, 0L) AS count, coalesce(net, 0L) AS count");
    }

    @Test
    void groupWithoutRowsIsGoneAndSumWithoutValuesIsNull() {
        assertThat(change(stored(BY_KEY), signed()))
                .contains("Filter (merged > 0L)")
                .contains("CASE WHEN (merged = 0L) THEN CAST(NULL AS BIGINT) ELSE merged END AS sum");
    }

    @Test
    void groupOfAllRowsStays() {
        assertThat(change(stored(List.of()), signed()))
                .contains("CASE WHEN (merged = 0L) THEN CAST(NULL AS BIGINT) ELSE merged END AS sum")
                .doesNotContain("Filter (", "Semi join");
    }
}
