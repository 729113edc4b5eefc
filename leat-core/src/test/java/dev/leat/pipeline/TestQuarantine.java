package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset.Attributes;
import dev.leat.pipeline.Expectation.Action;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestQuarantine {
    private static Dataset dataset(Action... actions) {
        SourcePosition place = new SourcePosition("a.sql", 1, 1, 1);
        List<Expectation> expectations = List.of(actions).stream()
                .map(action -> new Expectation("c", new Expectation.Unique(List.of(0)), action, "text", place))
                .toList();
        return new Dataset.StreamingTable(
                RelationName.of("main", "shop", "orders"),
                List.of(new Field("id", Simple.INT, false)),
                new Attributes(Optional.empty(), Map.of(), List.of(), List.of()),
                expectations,
                place);
    }

    @Test
    void tableHasTheColumnsAndWhatIsViolated() {
        Quarantine quarantine =
                Quarantine.of(dataset(Action.KEEP_ROW, Action.QUARANTINE)).orElseThrow();

        assertThat(quarantine.name()).hasToString("main.shop.orders_quarantine");
        assertThat(quarantine.schema())
                .extracting(field -> field.name() + " " + field.type().sql())
                .containsExactly("id INT", "violated_expectations ARRAY<STRING>");
    }

    @Test
    void datasetThatQuarantinesNothingHasNone() {
        assertThat(Quarantine.of(dataset())).isEmpty();
        assertThat(Quarantine.of(dataset(Action.KEEP_ROW, Action.DROP_ROW, Action.FAIL_UPDATE)))
                .isEmpty();
    }
}
