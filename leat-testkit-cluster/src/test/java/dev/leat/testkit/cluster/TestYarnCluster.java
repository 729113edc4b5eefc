package dev.leat.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestYarnCluster {
    @TempDir
    Path folder;

    @Test
    void applicationGoesOnWithoutAnExecutorThatIsKilled() throws IOException {
        Path last = folder.resolve("last");
        try (HdfsCluster files = HdfsCluster.start(folder.resolve("hdfs"), 1);
                YarnCluster cluster = YarnCluster.start(folder.resolve("yarn"), files, new YarnCluster.Node(4, 4096));
                ClusterProcess submission = cluster.submit(
                        folder.resolve("submission.log"),
                        List.of(
                                "--deploy-mode",
                                "cluster",
                                "--class",
                                RepeatedSum.class.getName(),
                                RepeatedSum.jar(folder).toString(),
                                last.toString()))) {
            String round = "round 1: " + RepeatedSum.SUM;
            submission.await(
                    "it printed " + round, () -> cluster.printedByContainers().contains(round));
            assertThat(cluster.applicationMasters()).hasSize(1);
            assertThat(cluster.executors()).hasSize(1);

            cluster.executors().forEach(ProcessHandle::destroyForcibly);
            Files.createFile(last);

            assertThat(submission.awaitExit()).as(submission.log()).isZero();

            assertThat(cluster.printedByContainers())
                    .filteredOn(line -> line.startsWith("round "))
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.endsWith(": " + RepeatedSum.SUM));
        }
    }
}
