package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.incremental.Maintained;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.PlanPrinter;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestLatestRows {
    private static final Plan CHANGES = new Plan.Scan(
            RelationName.of("feed"),
            Plan.ScanMode.STREAM,
            List.of("k", "at", "deleted", "k", "name"),
            List.of(
                    column(0, ChangeCapture.key(0), Simple.INT),
                    column(1, ChangeCapture.sequence(), Simple.BIGINT),
                    column(2, ChangeCapture.deletion(), Simple.BOOLEAN),
                    column(3, "k", Simple.INT),
                    column(4, "name", Simple.STRING)));

    private static Column column(int id, String name, DataType type) {
        return new Column(id, name, type, true);
    }

    @Test
    void ofEachKeyTheGreatestChangeIsTakenApart() {
        Plan latest = LatestRows.of(CHANGES, new ChangeCapture(1, new SourcePosition("a.sql", 1, 1, 1)));

        assertThat(latest.output())
                .extracting(column -> column.name() + " " + column.type().sql())
                .containsExactly("k INT", "name STRING");
        assertThat(PlanPrinter.print(latest)).contains("by `$key0`", "max(change)", "`m1` = false", "`m2` AS k");
    }

    @Test
    void changesOfTheResultFollowFromThoseOfTheStream() {
        Plan latest = LatestRows.of(CHANGES, new ChangeCapture(1, new SourcePosition("a.sql", 1, 1, 1)));

        Maintained maintained = Maintained.of(latest, scan -> true);

        assertThat(maintained.isMergeable()).isTrue();
        assertThat(maintained.stored()).hasSize(1);
    }

    @Test
    void structOrdersByItsFields() {
        DataType time = new DataType.StructType(List.of(Field.of("at", Simple.INT), Field.of("n", Simple.STRING)));
        Plan changes = new Plan.Scan(
                RelationName.of("feed"),
                Plan.ScanMode.STREAM,
                List.of("k", "time", "deleted", "k"),
                List.of(
                        column(0, ChangeCapture.key(0), Simple.INT),
                        column(1, ChangeCapture.sequence(), time),
                        column(2, ChangeCapture.deletion(), Simple.BOOLEAN),
                        column(3, "k", Simple.INT)));

        Plan latest = LatestRows.of(changes, new ChangeCapture(1, new SourcePosition("a.sql", 1, 1, 1)));

        assertThat(PlanPrinter.print(latest))
                .contains("'m0', (`$sequence`).`at`, 'm1', (`$sequence`).`n`, 'm2', `$deletion`", "`m3` AS k");
    }
}
