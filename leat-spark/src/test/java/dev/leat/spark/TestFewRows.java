package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

final class TestFewRows {
    private static final List<Row> WEIGHTED =
            List.of(RowFactory.create("a", 2L), RowFactory.create("b", -1L), RowFactory.create(3, 1L));

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    @Test
    void partsHaveEachRowAsOftenAsItWeighs() {
        assertThat(FewRows.part(WEIGHTED, 1)).containsExactly(row("a"), row("a"), row(3));
        assertThat(FewRows.part(WEIGHTED, -1)).containsExactly(row("b"));
    }

    @Test
    void signedRowsHaveTheSignOfTheirWeight() {
        assertThat(FewRows.signed(WEIGHTED)).containsExactly(row("a", 1), row("a", 1), row("b", -1), row(3, 1));
    }

    @Test
    void asManyOfEqualRowsGoAsAreTakenAway() {
        List<Row> rows = List.of(row("a", 1), row("a", 1), row("b", Double.NaN), row("a", 1));

        assertThat(FewRows.changed(rows, List.of(row("a", 1), row("b", Double.NaN), row("a", 1)), List.of(row("c", 2))))
                .hasValueSatisfying(left -> assertThat(left).containsExactly(row("a", 1), row("c", 2)));
    }

    @Test
    void rowThatIsNotThereIsToldOf() {
        assertThat(FewRows.changed(List.of(row("a")), List.of(row("b")), List.of()))
                .isEmpty();
        assertThat(FewRows.changed(List.of(row("a")), List.of(row("a"), row("a")), List.of()))
                .isEmpty();
    }

    @Test
    void rowsThatCancelOutAreLeftOut() {
        List<Row> signed =
                List.of(row("a", 1), row("b", -1), row("a", 1), row(Double.NaN, 1), row("b", 1), row(Double.NaN, -1));

        assertThat(FewRows.net(signed)).containsExactly(row("a", 2L));
    }

    @Test
    void rowsWithBytesOrNumbersWithinOthersAreLeftToTheCluster() {
        assertThat(canBeToldApart("a INT, b STRING, c DOUBLE, d ARRAY<STRUCT<x: DATE>>"))
                .isTrue();
        assertThat(canBeToldApart("a INT, b BINARY")).isFalse();
        assertThat(canBeToldApart("a ARRAY<DOUBLE>")).isFalse();
        assertThat(canBeToldApart("a STRUCT<x: FLOAT>")).isFalse();
        assertThat(canBeToldApart("a MAP<INT, INT>")).isFalse();
    }

    private static boolean canBeToldApart(String columns) {
        StructType schema = StructType.fromDDL(columns);
        return FewRows.canBeToldApart(schema, schema.size());
    }
}
