package dev.leat.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Dataset.Attributes;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Expectation.Action;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestJudgedColumns {
    private static Dataset dataset(String column, Action... actions) {
        SourcePosition place = new SourcePosition("a.sql", 1, 1, 1);
        List<Expectation> expectations = new ArrayList<>();
        for (Action action : actions) {
            expectations.add(new Expectation(
                    "it's " + expectations.size(), new Expectation.Unique(List.of(0)), action, "text", place));
        }
        return new Dataset.StreamingTable(
                RelationName.of("main", "shop", "t"),
                List.of(Field.of(column, Simple.INT)),
                new Attributes(Optional.empty(), Map.of(), List.of(), List.of()),
                expectations,
                place);
    }

    @Test
    void verdictsHaveNamesThatNoColumnHas() {
        assertThat(JudgedColumns.fields(dataset("a", Action.KEEP_ROW)))
                .extracting(Field::name)
                .containsExactly("a", "$0");
        assertThat(JudgedColumns.fields(dataset("$$0", Action.KEEP_ROW, Action.DROP_ROW)))
                .extracting(Field::name)
                .containsExactly("$$0", "$$$0", "$$$1");
    }

    @Test
    void onlyWhatRejectsKeepsRowsOut() {
        JudgedColumns columns = JudgedColumns.named(
                dataset("a", Action.KEEP_ROW, Action.DROP_ROW, Action.FAIL_UPDATE, Action.QUARANTINE));

        assertThat(columns.kept("x")).isEqualTo("SELECT \"a\" FROM x WHERE NOT (NOT \"$1\" OR NOT \"$3\")");
        assertThat(columns.isQuarantined()).isEqualTo("(NOT \"$3\")");
        assertThat(JudgedColumns.named(dataset("a", Action.KEEP_ROW)).kept("x"))
                .isEqualTo("SELECT \"a\" FROM x WHERE NOT false");
    }

    @Test
    void changesHaveTheirColumnsByPosition() {
        String sql = JudgedColumns.positional(dataset("a", Action.KEEP_ROW, Action.QUARANTINE))
                .quarantined("x");

        assertThat(sql)
                .startsWith("SELECT \"s0\", CAST([] AS VARCHAR[]) || CASE WHEN \"s1\" THEN")
                .contains("['it''s 0']", "['it''s 1']")
                .endsWith(" AS \"s1\" FROM x WHERE (NOT \"s2\")");
    }
}
