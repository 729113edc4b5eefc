package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.cluster.HdfsCluster;
import dev.leat.testkit.cluster.YarnCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Runs on YARN over HDFS, with Spark 3.5, whose driver is beside the command or a container. */
@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestRunOnYarn {
    private static final Duration MAX = Duration.ofMinutes(4);

    @TempDir
    private static Path scratch = Path.of("");

    private static String jars = "";
    private static HdfsCluster files;
    private static YarnCluster cluster;

    @BeforeAll
    static void start() {
        jars = ApplicationJars.make(scratch);
        files = HdfsCluster.start(scratch.resolve("hdfs"), 1);
        cluster = YarnCluster.start(scratch.resolve("yarn"), files, new YarnCluster.Node(4, 4096));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        files.close();
    }

    private static LeatProcess run(String output, Path project, List<String> options) {
        Map<String, String> environment = Map.of(
                "SPARK_HOME", cluster.sparkHome().folder().toString(),
                "HADOOP_CONF_DIR", cluster.confDir().toString());
        String warehouse = files.uri() + "/warehouse-" + project.getFileName();
        return new SparkRuns(jars, environment, project, "yarn", warehouse).start(scratch.resolve(output), options);
    }

    private static String done(LeatProcess run, int exitCode) {
        assertThat(run.await(MAX)).as(run.output()).isEqualTo(exitCode);
        return run.output();
    }

    @Test
    void driversOfBothPlacesGoOnWithEachOthersState() throws IOException {
        Path in = Files.createDirectories(scratch.resolve("in"));
        Files.writeString(in.resolve("a.csv"), "1,10\n2,20\n1,5\n");
        Path project = Files.writeString(scratch.resolve("both.sql"), """
                CREATE TABLE arrived (customer INT, amount INT) USING csv OPTIONS (path '%s');
                CREATE STREAMING TABLE orders AS SELECT * FROM STREAM arrived;
                CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM orders GROUP BY customer;
                """.formatted(in));

        assertThat(done(run("both-1.txt", project, List.of("--deploy-mode", "cluster")), 0))
                .containsPattern("orders +refreshed +3 +3")
                .containsPattern("totals +refreshed +3 +2");
        Files.writeString(in.resolve("b.csv"), "3,1\n");
        assertThat(done(run("both-2.txt", project, List.of()), 0)).containsPattern("orders +updated +1 +1");
        assertThat(done(run("both-3.txt", project, List.of("--deploy-mode", "cluster")), 0))
                .containsPattern("orders +unchanged +0 +0");
    }

    @Test
    void failureOfADriverInTheClusterIsToldWithItsPlace() throws IOException {
        Path project = Files.writeString(
                scratch.resolve("failing.sql"),
                "CREATE MATERIALIZED VIEW bad AS SELECT CAST(s AS INT) AS a FROM VALUES ('x') AS t(s);\n");
        assertThat(done(run("failing.txt", project, List.of("--deploy-mode", "cluster")), 2))
                .contains("failing.sql:1:40: error[RUNTIME]: [CAST_INVALID_INPUT]")
                .doesNotContain("\tat ");
    }

    @Test
    void runThatStaysUpEndsWithItsCommandAndWithItsDriver() throws IOException {
        Path project =
                Files.writeString(scratch.resolve("long.sql"), "CREATE MATERIALIZED VIEW one AS SELECT 1 AS a;\n");
        List<String> options = List.of("--deploy-mode", "cluster", "--watch", "--interval", "500");

        LeatProcess killed = run("long-1.txt", project, options);
        killed.await("it commits", () -> killed.output().contains(": one refreshed in "), MAX);
        assertThat(cluster.applicationMasters()).hasSize(1);
        killed.kill();
        killed.await("the driver ends", () -> cluster.applicationMasters().isEmpty(), MAX);

        LeatProcess without = run("long-2.txt", project, options);
        without.await("a driver runs", () -> !cluster.applicationMasters().isEmpty(), MAX);
        cluster.applicationMasters().forEach(ProcessHandle::destroyForcibly);
        assertThat(done(without, 1))
                .contains("error[IO]: Spark's application ended")
                .doesNotContain("\tat ");

        assertThat(done(run("long-3.txt", project, List.of()), 0)).containsPattern("one +unchanged");
    }
}
