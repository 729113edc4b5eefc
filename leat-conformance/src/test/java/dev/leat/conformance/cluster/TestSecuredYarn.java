package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.cluster.HdfsCluster;
import dev.leat.testkit.cluster.KerberosRealm;
import dev.leat.testkit.cluster.YarnCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A run on a YARN that asks for tickets, over HDFS that does, with encrypted connections. */
@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestSecuredYarn {
    @TempDir
    private Path scratch = Path.of("");

    @Test
    void driverInTheClusterAndOneHereWorkWithTheKeytabAndNotWithout() throws IOException {
        HdfsCluster.Shape shape = new HdfsCluster.Shape(1, 1, HdfsCluster.Permissions.CHECKED);
        try (KerberosRealm realm = KerberosRealm.start(scratch.resolve("realm"), List.of(SecuredRuns.USER));
                HdfsCluster hdfs = HdfsCluster.start(scratch.resolve("hdfs"), shape, realm);
                YarnCluster yarn = YarnCluster.start(scratch.resolve("yarn"), hdfs, new YarnCluster.Node(4, 4096))) {
            SecuredRuns runs = new SecuredRuns(new SecuredRuns.Place(realm, hdfs, yarn.sparkHome(), "yarn"), scratch);
            List<String> staging = List.of("--conf", "spark.yarn.stagingDir=" + runs.folder());
            List<String> inCluster =
                    List.of("--conf", "spark.yarn.stagingDir=" + runs.folder(), "--deploy-mode", "cluster");

            assertThat(runs.withoutKeytab("without", inCluster, 1))
                    .contains("error[IO]", "authenticate")
                    .doesNotContain("\tat ");
            assertThat(runs.withKeytabOf(SecuredRuns.USER, "cluster", inCluster, 0))
                    .containsPattern("totals +refreshed +3 +2");
            assertThat(runs.withKeytabOf(SecuredRuns.USER, "client", staging, 0))
                    .containsPattern("totals +unchanged");
        }
    }
}
