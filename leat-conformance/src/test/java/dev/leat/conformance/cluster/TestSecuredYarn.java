package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.cluster.HdfsCluster;
import dev.leat.testkit.cluster.KerberosRealm;
import dev.leat.testkit.cluster.YarnCluster;
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

/** A run on a YARN that asks for tickets, over HDFS that does, with encrypted connections. */
@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestSecuredYarn {
    private static final Duration MAX = Duration.ofMinutes(3);
    private static final String USER = "alice";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void driverInTheClusterAndOneHereWorkWithTheKeytabAndNotWithout() throws IOException {
        HdfsCluster.Shape shape = new HdfsCluster.Shape(1, 1, HdfsCluster.Permissions.CHECKED);
        try (KerberosRealm realm = KerberosRealm.start(scratch.resolve("realm"), List.of(USER));
                HdfsCluster hdfs = HdfsCluster.start(scratch.resolve("hdfs"), shape, realm);
                YarnCluster yarn = YarnCluster.start(scratch.resolve("yarn"), hdfs, new YarnCluster.Node(4, 4096))) {
            String folder = hdfs.uri() + "/home";
            makeFolder(realm, hdfs, folder);
            Path project = Files.writeString(scratch.resolve("p.sql"), """
                    CREATE TABLE orders (customer INT, amount INT) USING csv OPTIONS (path '%s/in');
                    CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM orders GROUP BY customer;
                    """.formatted(folder));
            Run run = new Run(realm, hdfs, yarn, ApplicationJars.make(scratch), project, folder);

            LeatProcess without = run.start("without", List.of("--deploy-mode", "cluster"));
            assertThat(without.await(MAX)).as(without.output()).isEqualTo(1);
            assertThat(without.output()).contains("error[IO]", "authenticate").doesNotContain("\tat ");

            List<String> inCluster = new ArrayList<>(credentials(realm, USER));
            inCluster.addAll(List.of("--deploy-mode", "cluster"));
            LeatProcess first = run.start("cluster", inCluster);
            assertThat(first.await(MAX)).as(first.output()).isZero();
            assertThat(first.output()).containsPattern("totals +refreshed +3 +2");

            LeatProcess second = run.start("client", credentials(realm, USER));
            assertThat(second.await(MAX)).as(second.output()).isZero();
            assertThat(second.output()).containsPattern("totals +unchanged");
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
            KerberosRealm realm, HdfsCluster hdfs, YarnCluster yarn, String jars, Path project, String folder) {
        LeatProcess start(String name, List<String> options) {
            List<String> arguments = new ArrayList<>(List.of(
                    "run",
                    project.toString(),
                    "--engine",
                    "spark",
                    "--master",
                    "yarn",
                    "--warehouse",
                    folder + "/warehouse",
                    "--conf",
                    "spark.yarn.stagingDir=" + folder,
                    "--state",
                    project.resolveSibling("state-" + name).toString()));
            arguments.addAll(options);
            Map<String, String> environment = Map.of(
                    "SPARK_HOME", yarn.sparkHome().folder().toString(),
                    "HADOOP_CONF_DIR", hdfs.confDir().toString(),
                    // What a machine of the realm has in its own file.
                    "JAVA_TOOL_OPTIONS", String.join(" ", realm.jvmOptions()));
            return LeatProcess.start(jars, environment, project.resolveSibling(name + ".txt"), arguments);
        }
    }
}
