package dev.leat.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rows of a watermark carry to tell which are late. */
final class TestEventTimes {
    private static final long DELAY_MICROS = 60_000_000;

    private static final Plan.Scan EVENTS = events("events", 0);

    private static Plan.Scan events(String name, int firstId) {
        return new Plan.Scan(
                RelationName.of(name),
                Plan.ScanMode.STREAM,
                List.of("t", "v"),
                List.of(
                        new Column(firstId, "t", Simple.TIMESTAMP, true),
                        new Column(firstId + 1, "v", Simple.INT, true)));
    }

    private static Plan watermark(Plan input) {
        return new Plan.Watermark(input, RelationExamples.column(input, 0), DELAY_MICROS);
    }

    private static Plan groups(Plan input) {
        AggregateColumn count =
                RelationExamples.aggregate(21, "count", RelationExamples.column(input, 0), Simple.BIGINT);
        return new Plan.Aggregate(
                input,
                List.of(new Projection(new Column(20, "t", Simple.TIMESTAMP, true), RelationExamples.column(input, 0))),
                List.of(count));
    }

    private static Plan filter(Plan input) {
        Expression isPositive = new Call(
                ">", List.of(RelationExamples.column(input, 1), Literal.of("0", Simple.INT)), Simple.BOOLEAN, true);
        return new Plan.Filter(input, isPositive);
    }

    private static Maintained maintained(Plan plan) {
        Maintained maintained = Maintained.ofStream(plan, scan -> true);
        PlanChecks.verify(maintained.plan());
        assertThat(maintained.plan().output()).isEqualTo(plan.output());
        return maintained;
    }

    private static Plan.Watermark only(Maintained maintained) {
        List<Plan> watermarks = maintained.stored().stream()
                .filter(Plan.Watermark.class::isInstance)
                .toList();
        assertThat(watermarks).hasSize(1);
        return (Plan.Watermark) watermarks.get(0);
    }

    /** The last columns of a watermark and what they are made of. */
    private static List<String> added(Plan.Watermark watermark) {
        List<Projection> columns = ((Plan.Project) watermark.input()).columns();
        return columns.subList(columns.size() - EventTimes.COLUMNS, columns.size()).stream()
                .map(column -> column.column().name() + " " + shown(column.expression()))
                .toList();
    }

    private static String shown(Expression expression) {
        return expression instanceof ColumnReference reference
                ? reference.column().name()
                : expression instanceof Literal literal ? "'" + literal.text().orElse("") + "'" : expression.toString();
    }

    private static List<List<String>> scanned(Maintained maintained) {
        return Plans.nodes(maintained.plan()).stream()
                .filter(Plan.Scan.class::isInstance)
                .map(scan -> ((Plan.Scan) scan).fields())
                .toList();
    }

    @Test
    void rowsKnowTheirTimePartAndPosition() {
        Maintained maintained = maintained(groups(watermark(EVENTS)));

        assertThat(added(only(maintained))).containsExactly("time t", "part part", "position position");
        assertThat(scanned(maintained)).containsExactly(List.of("t", "v", Plan.Scan.PART, Plan.Scan.POSITION));
        assertThat(only(maintained).delayMicros()).isEqualTo(DELAY_MICROS);
    }

    @Test
    void placesPassFiltersAndProjections() {
        Plan projected = new Plan.Project(
                filter(EVENTS),
                List.of(new Projection(
                        new Column(10, "at", Simple.TIMESTAMP, true), RelationExamples.column(EVENTS, 0))));

        assertThat(added(only(maintained(groups(watermark(projected))))))
                .containsExactly("time at", "part part", "position position");
    }

    @Test
    void rowsOfDatasetsHaveNoPlace() {
        Maintained maintained = Maintained.ofStream(groups(watermark(EVENTS)), scan -> false);

        assertThat(added(only(maintained))).containsExactly("time t", "part ''", "position '-1'");
        assertThat(scanned(maintained)).containsExactly(List.of("t", "v"));
    }

    @Test
    void rowsOfSeveralInputsHaveNoPlace() {
        Plan union = new Plan.Union(
                List.of(EVENTS, events("others", 2)),
                List.of(new Column(10, "t", Simple.TIMESTAMP, true), new Column(11, "v", Simple.INT, true)));

        assertThat(added(only(maintained(groups(watermark(union))))))
                .containsExactly("time t", "part ''", "position '-1'");
    }

    @Test
    void scanThatTwoWatermarksReadIsNotMadeTwice() {
        Plan union = new Plan.Union(
                List.of(watermark(EVENTS), watermark(filter(EVENTS))),
                List.of(new Column(10, "t", Simple.TIMESTAMP, true), new Column(11, "v", Simple.INT, true)));

        Maintained maintained = maintained(groups(union));

        assertThat(scanned(maintained)).containsExactly(List.of("t", "v"));
    }

    @Test
    void watermarksWithoutGroupsAboveThemStayAsTheyAre() {
        Plan plan = filter(watermark(EVENTS));

        Maintained maintained = maintained(plan);

        assertThat(maintained.plan()).isEqualTo(plan);
        assertThat(maintained.hasWatermarks()).isFalse();
    }

    @Test
    void watermarkAboveGroupsDoesNothing() {
        Maintained maintained = maintained(new Plan.Distinct(watermark(groups(watermark(EVENTS)))));

        assertThat(only(maintained).input().inputs()).allMatch(Plan.Scan.class::isInstance);
    }

    @Test
    void watermarkAboveAnotherHasColumnsOfItsOwn() {
        Maintained maintained = maintained(groups(watermark(filter(watermark(EVENTS)))));

        assertThat(maintained.stored())
                .filteredOn(Plan.Watermark.class::isInstance)
                .extracting(node -> added((Plan.Watermark) node))
                .containsExactly(
                        List.of("time t", "part part", "position position"),
                        List.of("time t", "part ''", "position '-1'"));
    }
}
