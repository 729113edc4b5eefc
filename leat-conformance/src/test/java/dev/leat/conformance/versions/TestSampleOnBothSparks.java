package dev.leat.conformance.versions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cluster.ProvedFeatures;
import dev.leat.cluster.SparkVersion;
import dev.leat.testkit.cluster.SparkHome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A sample of {@code bench/spark-3.5}, which wrote what this proves again. */
@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestSampleOnBothSparks {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsListedAsEqualIsEqual() throws IOException {
        ProvedFeatures proved = ProvedFeatures.of(SparkVersion.EARLIER);
        Questions questions = new Questions();
        questions.addRandomPlans(20, 1_000);
        questions.addExamples(8);
        questions.addCalls();
        try (SparkHome home = SparkHome.spark3(folder.resolve("home"))) {
            Tally tally = VersionProof.ask(questions.all(), home.folder(), folder);

            assertThat(tally.unexplained()).isEmpty();
            assertThat(tally.different()).isNotEmpty().noneMatch(proved::has);
            assertThat(tally.compared()).isGreaterThan(2_000);
        }
    }
}
