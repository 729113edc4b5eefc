package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestPipelinesEquivalence {
    private static final int UPDATES = 2;
    private static final int COMPARISONS_MIN = 30;

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void datasetsAreThoseOfSparksOwnPipelines() throws IOException {
        MaintenanceTally tally = new MaintenanceTally();

        new PipelinesEquivalence(1, scratch).run(UPDATES, tally);

        System.out.println(tally);
        assertThat(tally.differences()).isZero();
        assertThat(tally.byChange()).isPositive();
        assertThat(tally.bySpark()).isGreaterThanOrEqualTo(COMPARISONS_MIN);
    }

    @Test
    void updateOfSparkThatFailsIsNoAnswer() {
        SparkPipeline failing = new SparkPipeline(
                SparkEngines.session(),
                "plain_failing",
                "CREATE MATERIALIZED VIEW m AS SELECT 1 / id AS x FROM range(2);",
                scratch.resolve("storage"));

        assertThatThrownBy(failing::update)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DIVIDE_BY_ZERO");
    }
}
