package dev.leat.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.incremental.MaintenanceTally;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of them; {@code bench/example-equivalence} runs all. */
final class TestExampleEquivalence {
    @TempDir
    private Path scratch = Path.of("");

    @Test
    void bothEnginesAndABatchQueryOfSparkAgree() throws IOException, SQLException {
        MaintenanceTally tally = new MaintenanceTally();
        Path example = Path.of("..", "examples", "access-log");
        new ExampleEquivalence(example, scratch, 20261127, tally).run(2);

        assertThat(tally.differences()).isZero();
        assertThat(tally.bySpark()).isPositive();
        assertThat(tally.byChange()).isPositive();
    }
}
