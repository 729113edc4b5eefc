package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Flows of a pipeline by what they fill. */
final class TestPipeline {
    private static Flow flow(String name, String target) {
        return new Flow(
                RelationName.of(name),
                RelationName.of(target),
                new Plan.Values(List.of(), List.of()),
                new SourcePosition("a.sql", 1, 1, 1));
    }

    @Test
    void flowsAreFoundByTheirTargetInOrderWhateverItsCase() {
        Flow first = flow("z", "Events");
        Flow second = flow("a", "events");
        Pipeline pipeline = new Pipeline(
                "p",
                new Settings("UTC", Map.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(first, flow("other", "clicks"), second));

        assertThat(pipeline.flowsInto(RelationName.of("EVENTS"))).containsExactly(first, second);
        assertThat(pipeline.flowsInto(RelationName.of("none"))).isEmpty();
    }
}
