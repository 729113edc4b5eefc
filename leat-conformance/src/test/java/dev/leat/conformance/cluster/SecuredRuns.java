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

/** Runs of a project whose source and warehouse are in a user's folder on HDFS that asks for tickets. */
final class SecuredRuns {
    /** Who alone may read the folder. */
    static final String USER = "alice";

    private static final Duration MAX = Duration.ofMinutes(3);

    private final Place place;
    private final Path scratch;
    private final SparkRuns runs;

    /** Where they run. */
    record Place(KerberosRealm realm, HdfsCluster hdfs, SparkHome spark, String master) {
        /** The user's. */
        String folder() {
            return hdfs.uri() + "/home";
        }
    }

    /** Makes the folder, with orders in it, and the project. */
    SecuredRuns(Place place, Path scratch) throws IOException {
        this.place = place;
        this.scratch = scratch;
        makeFolder();
        Path project = Files.writeString(scratch.resolve("p.sql"), """
                CREATE TABLE orders (customer INT, amount INT) USING csv OPTIONS (path '%s/in');
                CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM orders GROUP BY customer;
                """.formatted(place.folder()));
        Map<String, String> environment = Map.of(
                "SPARK_HOME", place.spark.folder().toString(),
                "HADOOP_CONF_DIR", place.hdfs.confDir().toString(),
                // What a machine of the realm has in its own file.
                "JAVA_TOOL_OPTIONS", String.join(" ", place.realm.jvmOptions()));
        this.runs = new SparkRuns(
                ApplicationJars.make(scratch), environment, project, place.master, place.folder() + "/warehouse");
    }

    /** Where the user may write. */
    String folder() {
        return place.folder();
    }

    private void makeFolder() {
        LeatProcess made = LeatProcess.start(
                SecuredFolder.class,
                place.realm.jvmOptions(),
                Map.of(),
                scratch.resolve("folder.txt"),
                List.of(
                        place.hdfs.confDir().toString(),
                        place.realm.keytab().toString(),
                        place.realm.superuser(),
                        USER,
                        place.folder()));
        requireExit(made, 0);
    }

    /** What a run prints that has no keytab. */
    String withoutKeytab(String name, List<String> options, int exitCode) {
        List<String> all = new ArrayList<>(
                List.of("--state", scratch.resolve("state-" + name).toString()));
        all.addAll(options);
        return requireExit(runs.start(scratch.resolve(name + ".txt"), all), exitCode);
    }

    /** What a run prints that has a user's keytab. */
    String withKeytabOf(String user, String name, List<String> options, int exitCode) {
        List<String> all = new ArrayList<>(List.of(
                "--conf", "spark.kerberos.keytab=" + place.realm.keytab(),
                "--conf", "spark.kerberos.principal=" + place.realm.principal(user)));
        all.addAll(options);
        return withoutKeytab(name, all, exitCode);
    }

    private static String requireExit(LeatProcess process, int exitCode) {
        assertThat(process.await(MAX)).as(process.output()).isEqualTo(exitCode);
        return process.output();
    }
}
