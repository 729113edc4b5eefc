package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.cluster.HdfsCluster;
import dev.leat.testkit.cluster.KerberosRealm;
import dev.leat.testkit.cluster.SparkHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse and a source on HDFS that asks for tickets, with encrypted connections. */
@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestSecuredWarehouse {
    @TempDir
    private Path scratch = Path.of("");

    @Test
    void runWithTheKeytabWorksAndOneWithoutIsRefused() throws IOException {
        HdfsCluster.Shape shape = new HdfsCluster.Shape(1, 1, HdfsCluster.Permissions.CHECKED);
        try (KerberosRealm realm = KerberosRealm.start(scratch.resolve("realm"), List.of(SecuredRuns.USER, "mallory"));
                HdfsCluster hdfs = HdfsCluster.start(scratch.resolve("hdfs"), shape, realm);
                SparkHome spark = SparkHome.spark4(scratch.resolve("spark"))) {
            SecuredRuns runs = new SecuredRuns(new SecuredRuns.Place(realm, hdfs, spark, "local[2]"), scratch);

            assertThat(runs.withoutKeytab("without", List.of(), 1))
                    .contains("error[IO]", "authenticate")
                    .doesNotContain("\tat ");
            assertThat(runs.withKeytabOf("mallory", "other", List.of(), 1))
                    .contains("error[IO]", "Permission denied: user=mallory")
                    .doesNotContain("\tat ");
            assertThat(runs.withKeytabOf(SecuredRuns.USER, "with", List.of(), 0))
                    .contains("totals");
        }
    }
}
