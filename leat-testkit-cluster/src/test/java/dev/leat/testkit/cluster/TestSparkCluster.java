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

@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestSparkCluster {
    @TempDir
    Path folder;

    @Test
    void applicationGoesOnWithoutAWorkerThatIsKilled() throws IOException {
        Path last = folder.resolve("last");
        try (SparkCluster cluster = SparkCluster.start(folder.resolve("cluster"), SparkCluster.Workers.small(2));
                ClusterProcess driver = submit(cluster, last)) {
            driver.awaitLog("round 1: " + RepeatedSum.SUM);
            assertThat(cluster.executors()).isNotEmpty();
            ClusterProcess worker = cluster.workers().get(0);
            long before = worker.pid();

            worker.kill();

            assertThat(worker.isAlive()).isFalse();
            worker.start();
            assertThat(worker.pid()).isNotEqualTo(before);
            cluster.executors().forEach(ProcessHandle::destroyForcibly);
            Files.createFile(last);
            assertThat(driver.awaitExit()).as(driver.log()).isZero();
            assertThat(driver.log().lines().filter(line -> line.startsWith("round ")))
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.endsWith(": " + RepeatedSum.SUM));
        }
    }

    @Test
    @Tag("cluster")
    void driverRunsOnAWorker() throws IOException {
        Path last = Files.createFile(folder.resolve("last"));
        try (SparkCluster cluster =
                        SparkCluster.start(folder.resolve("cluster"), new SparkCluster.Workers(1, 2, 2048));
                ClusterProcess submission = cluster.submit(
                        folder.resolve("submission.log"),
                        List.of(
                                "--deploy-mode",
                                "cluster",
                                "--class",
                                RepeatedSum.class.getName(),
                                RepeatedSum.jar(folder).toString(),
                                last.toString()))) {
            assertThat(submission.awaitExit()).as(submission.log()).isZero();
            cluster.workers().get(0).awaitLog("exited successfully");

            assertThat(cluster.printedByChildren()).contains("round 1: " + RepeatedSum.SUM);
        }
    }

    private ClusterProcess submit(SparkCluster cluster, Path last) throws IOException {
        return cluster.submit(
                folder.resolve("driver.log"),
                List.of(
                        "--class",
                        RepeatedSum.class.getName(),
                        RepeatedSum.jar(folder).toString(),
                        last.toString()));
    }
}
