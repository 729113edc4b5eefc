package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names of keys, with a project that has them and without. */
final class TestWrittenNames {
    private static final RelationName SINK = RelationName.of("main", "default", "Out");
    private static final RelationName FLOW = RelationName.of("main", "default", "toOut");
    private static final WrittenNames NAMES = new WrittenNames(Optional.of(new Pipeline(
            "p",
            new Settings("UTC", Map.of()),
            List.of(),
            List.of(),
            List.of(),
            List.of(new Flow(
                    FLOW, SINK, new Plan.Values(List.of(), List.of()), new SourcePosition("a.sql", 1, 1, 1))))));
    private static final WrittenNames NONE = new WrittenNames(Optional.empty());

    @Test
    void readOfASinkHasTheNameOfItsFlow() {
        String key = SINK.key() + "/" + FLOW.key();
        assertThat(NAMES.find(key)).isEqualTo("toOut");
        assertThat(NAMES.find(key.replace("`", ""))).isEqualTo("toOut");
        assertThat(NAMES.isNamed("TOOUT", key)).isTrue();
        assertThat(NONE.find(key)).isEqualTo(key);
    }

    @Test
    void whatTheProjectDoesNotHaveIsNamedByItsKey() {
        assertThat(NONE.find(FLOW.key())).isEqualTo("toout");
        assertThat(NONE.find(RelationName.of("csv", "/in/a.csv").key())).isEqualTo("csv.`/in/a.csv`");
        assertThat(NONE.find("csv./in/a.csv")).isEqualTo("csv./in/a.csv");
        assertThat(NONE.isNamed(
                        "csv./in/a.csv", RelationName.of("csv", "/in/a.csv").key()))
                .isTrue();
    }
}
