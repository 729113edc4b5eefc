package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.aggregate;
import static dev.leat.incremental.RelationExamples.column;
import static dev.leat.incremental.RelationExamples.join;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is stored of a group. */
final class TestMergeableAggregates {
    private static final Plan SALES = scan("sales", 0);

    private static Plan groups(Plan input, AggregateColumn... aggregates) {
        return new Plan.Aggregate(
                input, List.of(new Projection(column(10, "g"), column(input, 0))), List.of(aggregates));
    }

    private static AggregateColumn sum() {
        return aggregate(11, "sum", column(SALES, 1), Simple.BIGINT);
    }

    private static AggregateColumn average() {
        return aggregate(12, "avg", column(SALES, 1), Simple.DOUBLE);
    }

    private static Plan.Aggregate split(Plan plan, boolean grows) {
        Plan split = MergeableAggregates.split(plan, scan -> grows);
        PlanChecks.verify(split);
        assertThat(split.output()).isEqualTo(plan.output());
        return (Plan.Aggregate) Plans.nodes(split).stream()
                .filter(Plan.Aggregate.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> functions(Plan.Aggregate aggregate) {
        return aggregate.aggregates().stream()
                .map(column -> column.call().function())
                .toList();
    }

    @Test
    void countsAreStoredWhereRowsCanGo() {
        Plan.Aggregate split = split(groups(SALES, sum()), false);
        assertThat(functions(split)).containsExactly("sum", "count", "count");
        assertThat(MergeableAggregates.isRetractable(split)).isTrue();
        assertThat(MergeableAggregates.rowCount(split)).hasValue(1);
        assertThat(MergeableAggregates.countOf(split, 0)).hasValue(2);
    }

    @Test
    void groupsOfWhatOnlyGrowsStayAsTheyAre() {
        Plan plan = groups(SALES, sum());
        assertThat(MergeableAggregates.split(plan, scan -> true)).isEqualTo(plan);
        Plan joined = groups(join(SALES, scan("shops", 2), Plan.JoinKind.SEMI), sum());
        assertThat(MergeableAggregates.split(joined, scan -> true)).isEqualTo(joined);
    }

    @Test
    void rowsOfOuterAndAntiJoinsGo() {
        for (Plan.JoinKind kind : List.of(Plan.JoinKind.LEFT, Plan.JoinKind.ANTI)) {
            Plan joined = groups(join(SALES, scan("shops", 2), kind), sum());
            assertThat(functions(split(joined, true))).containsExactly("sum", "count", "count");
        }
    }

    @Test
    void averageIsAnExactSumAndACountThatOthersShare() {
        Plan.Aggregate split =
                split(groups(SALES, average(), aggregate(13, "count", column(SALES, 1), Simple.BIGINT)), true);
        assertThat(functions(split)).containsExactly("count", "sum");
        assertThat(split.aggregates().get(1).column().type()).isEqualTo(Simple.BIGINT);
    }

    @Test
    void extremesAreMergedOnlyWhileRowsAreAdded() {
        Plan plan = groups(SALES, sum(), aggregate(14, "max", column(SALES, 1), Simple.INT));
        Plan.Aggregate split = split(plan, false);
        assertThat(split).isEqualTo(plan);
        assertThat(MergeableAggregates.isMergeable(split)).isTrue();
        assertThat(MergeableAggregates.isRetractable(split)).isFalse();
    }

    @Test
    void distinctRowsAreGroups() {
        Plan.Aggregate split = split(new Plan.Distinct(SALES), false);
        assertThat(split.keys()).hasSize(2);
        assertThat(functions(split)).containsExactly("count");
    }
}
