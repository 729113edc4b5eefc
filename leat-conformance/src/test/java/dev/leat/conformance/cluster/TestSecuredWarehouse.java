package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.cluster.HdfsCluster;
import dev.leat.testkit.cluster.KerberosRealm;
import dev.leat.testkit.cluster.SparkHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse and a source on HDFS that asks for tickets, with encrypted connections. */
@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestSecuredWarehouse {
    private static final Duration MAX = Duration.ofMinutes(3);
    private static final String USER = "alice";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void runWithTheKeytabWorksAndOneWithoutIsRefused() throws IOException {
        HdfsCluster.Shape shape = new HdfsCluster.Shape(1, 1, HdfsCluster.Permissions.CHECKED);
        try (KerberosRealm realm = KerberosRealm.start(scratch.resolve("realm"), List.of(USER, "mallory"));
                HdfsCluster hdfs = HdfsCluster.start(scratch.resolve("hdfs"), shape, realm);
                SparkHome spark = SparkHome.spark4(scratch.resolve("spark"))) {
            String folder = hdfs.uri() + "/home";
            makeFolder(realm, hdfs, folder);
            Path project = Files.writeString(scratch.resolve("p.sql"), """
                    CREATE TABLE orders (customer INT, amount INT) USING csv OPTIONS (path '%s/in');
                    CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM orders GROUP BY customer;
                    """.formatted(folder));
            Run run = new Run(realm, hdfs, spark, ApplicationJars.make(scratch), project, folder + "/warehouse");

            LeatProcess without = run.start("without", List.of());
            assertThat(without.await(MAX)).as(without.output()).isEqualTo(1);
            assertThat(without.output()).contains("error[IO]", "authenticate").doesNotContain("\tat ");

            LeatProcess other = run.start("other", credentials(realm, "mallory"));
            assertThat(other.await(MAX)).as(other.output()).isEqualTo(1);
            assertThat(other.output())
                    .contains("error[IO]", "Permission denied: user=mallory")
                    .doesNotContain("\tat ");

            LeatProcess with = run.start("with", credentials(realm, USER));
            assertThat(with.await(MAX)).as(with.output()).isZero();
            assertThat(with.output()).contains("totals");
        }
    }

    private static List<String> credentials(KerberosRealm realm, String user) {
        return List.of(
                "--conf", "spark.kerberos.keytab=" + realm.keytab(),
                "--conf", "spark.kerberos.principal=" + realm.principal(user));
    }

    private void makeFolder(KerberosRealm realm, HdfsCluster hdfs, String folder) {
        LeatProcess made = LeatProcess.start(
                SecuredFolder.class,
                realm.jvmOptions(),
                Map.of(),
                scratch.resolve("folder.txt"),
                List.of(hdfs.confDir().toString(), realm.keytab().toString(), realm.superuser(), USER, folder));
        assertThat(made.await(MAX)).as(made.output()).isZero();
    }

    /** Runs of one project. */
    private record Run(
            KerberosRealm realm, HdfsCluster hdfs, SparkHome spark, String jars, Path project, String warehouse) {
        LeatProcess start(String name, List<String> options) {
            List<String> arguments = new ArrayList<>(List.of(
                    "run",
                    project.toString(),
                    "--engine",
                    "spark",
                    "--master",
                    "local[2]",
                    "--warehouse",
                    warehouse,
                    "--state",
                    project.resolveSibling("state-" + name).toString()));
            arguments.addAll(options);
            Map<String, String> environment = Map.of(
                    "SPARK_HOME", spark.folder().toString(),
                    "HADOOP_CONF_DIR", hdfs.confDir().toString(),
                    // What a machine of the realm has in its own file.
                    "JAVA_TOOL_OPTIONS", String.join(" ", realm.jvmOptions()));
            return LeatProcess.start(jars, environment, project.resolveSibling(name + ".txt"), arguments);
        }
    }
}
