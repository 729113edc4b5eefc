package dev.leat.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.LeatException;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which plans make a row of a row, and where those are from. */
final class TestRowOrigins {
    private static final Column ID = new Column(0, "id", Simple.INT, true);
    private static final Column NAMED = new Column(5, "named", Simple.INT, true);
    private static final Plan.Scan SCAN =
            new Plan.Scan(RelationName.of("s"), Plan.ScanMode.STREAM, List.of("id"), List.of(ID));
    private static final Plan ROW_BY_ROW = new Plan.Filter(
            new Plan.Project(SCAN, List.of(new Projection(NAMED, new ColumnReference(ID)))),
            Literal.of("true", Simple.BOOLEAN));

    @Test
    void rowsOfFiltersAndProjectionsAreThoseOfTheScan() {
        assertThat(RowOrigins.find(SCAN)).contains(SCAN);
        assertThat(RowOrigins.find(ROW_BY_ROW)).contains(SCAN);
        assertThat(RowOrigins.find(new Plan.Watermark(ROW_BY_ROW, new ColumnReference(NAMED), 1)))
                .contains(SCAN);
    }

    @Test
    void rowsOfGroupsAndUnionsAreNot() {
        assertThat(RowOrigins.find(new Plan.Distinct(ROW_BY_ROW))).isEmpty();
        assertThat(RowOrigins.find(new Plan.Union(List.of(SCAN, SCAN), List.of(ID))))
                .isEmpty();
        assertThatThrownBy(() -> RowOrigins.withPlaces(new Plan.Distinct(SCAN))).isInstanceOf(LeatException.class);
    }

    @Test
    void placesComeAfterTheColumns() {
        Plan placed = RowOrigins.withPlaces(ROW_BY_ROW);
        PlanChecks.verify(placed);
        assertThat(placed.output()).extracting(Column::name).containsExactly("named", "part", "position");
        assertThat(RowOrigins.find(placed).orElseThrow().fields())
                .containsExactly("id", Plan.Scan.PART, Plan.Scan.POSITION);
    }
}
