package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.aggregate;
import static dev.leat.incremental.RelationExamples.column;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes that are given up since they are too large. */
final class TestStages {
    private static final Plan STORED = scan("stored", 0);
    private static final Plan KEYS = scan("keys", 2);
    private static final Plan ROWS = scan("rows", 4);

    private static RecordedStaging staging(long stored, long keys, long rows) {
        Map<List<String>, Long> counts =
                Map.of(List.of("stored"), stored, List.of("keys"), keys, List.of("rows"), rows);
        return new RecordedStaging("", relations -> counts.getOrDefault(relations, 0L));
    }

    private static Stages stages(RecordedStaging staging) {
        return new Stages(staging, new SignedPlans(10), 0);
    }

    @Test
    void fewKeysNeedNoLookUp() {
        RecordedStaging staging = staging(100_000, 10, 10);
        stages(staging).limit(STORED, List.of(KEYS, ROWS));
        assertThat(staging.counted()).containsExactly(List.of("stored"), List.of("keys"));
    }

    @Test
    void manyKeysOfWhichFewAreStoredAreNotTooMany() {
        RecordedStaging staging = staging(100_000, 90_000, 10);
        stages(staging).limit(STORED, List.of(KEYS, ROWS));
        assertThat(staging.counted()).hasSize(3).endsWith(List.of("rows"));
    }

    @Test
    void mostOfTheRowsAreTooMany() {
        Stages stages = stages(staging(100_000, 90_000, 80_000));
        assertThatThrownBy(() -> stages.limit(STORED, List.of(KEYS, ROWS))).isInstanceOf(Stages.TooLarge.class);
    }

    @Test
    void fewStoredRowsAreComputedAnewAnyway() {
        RecordedStaging staging = staging(100, 100, 100);
        stages(staging).limit(STORED, List.of(KEYS, ROWS));
        assertThat(staging.counted()).containsExactly(List.of("stored"));
    }

    private static Maintained firstOfGroups() {
        Plan sales = scan("sales", 0);
        Plan groups = new Plan.Aggregate(
                sales,
                List.of(new Projection(column(10, "g"), column(sales, 0))),
                List.of(aggregate(11, "first", column(sales, 1), Simple.INT)));
        return Maintained.of(groups, scan -> false);
    }

    @Test
    void changeOfAStreamIsNeverTooLarge() {
        RecordedStaging staging = new RecordedStaging("sales", relations -> 100_000);
        assertThat(ChangeDerivation.derive(firstOfGroups(), staging)).isEmpty();
        assertThat(ChangeDerivation.deriveOfStream(firstOfGroups(), staging)
                        .result()
                        .isEmpty())
                .isFalse();
    }

    @Test
    void keysOfGroupsAreCountedBeforeStoredGroups() {
        RecordedStaging staging =
                new RecordedStaging("sales", relations -> relations.contains("$stage.0") ? 1 : 100_000);
        ChangeDerivation.derive(firstOfGroups(), staging);
        assertThat(staging.counted()).containsExactly(List.of("$state.0"), List.of("$stage.0"));
    }
}
