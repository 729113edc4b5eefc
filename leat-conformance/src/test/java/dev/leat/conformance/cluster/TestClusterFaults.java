package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestClusterFaults {
    private static final int KILLS = 2;

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void noRowIsLostOrRepeatedAndNothingIsTorn() {
        try (ClusterFaults faults = new ClusterFaults(scratch, 20261127)) {
            faults.run(KILLS);

            assertThat(faults.isClean()).as(faults.toString()).isTrue();
        }
    }
}
