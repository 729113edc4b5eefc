package dev.leat.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("cluster")
final class TestKerberosRealm {
    @TempDir
    Path folder;

    @Test
    void filesAreThereForUsersWithTicketsOnly() {
        HdfsCluster.Shape shape = new HdfsCluster.Shape(1, 1, HdfsCluster.Permissions.CHECKED);
        try (KerberosRealm realm = KerberosRealm.start(folder.resolve("realm"), List.of("alice"));
                HdfsCluster cluster = HdfsCluster.start(folder.resolve("hdfs"), shape, realm);
                ClusterProcess visit = visit(realm, cluster)) {
            visit.start();

            assertThat(visit.awaitExit()).as(visit.log()).isZero();
            assertThat(visit.log().lines().filter(line -> line.matches("(nobody|owner|user) .*")))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("nobody is refused: ")
                                    .contains("Client cannot authenticate via:[TOKEN, KERBEROS]"),
                            line -> assertThat(line).isEqualTo("owner sees 0 in /secret"),
                            line -> assertThat(line).startsWith("user is refused: Permission denied: user=alice"),
                            line -> assertThat(line).isEqualTo("user read kept of alice"));
        }
    }

    private ClusterProcess visit(KerberosRealm realm, HdfsCluster cluster) {
        List<String> classPath = new ArrayList<>();
        classPath.add(Path.of(KerberosVisit.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString());
        classPath.add(cluster.confDir().toString());
        ClassPath.SPARK_4.jars().forEach(jar -> classPath.add(jar.toString()));
        List<String> program = List.of(
                KerberosVisit.class.getName(),
                realm.keytab().toString(),
                realm.principal(KerberosRealm.HDFS),
                realm.principal("alice"));
        JavaCommand command = new JavaCommand(128, realm.jvmOptions(), classPath, program, Map.of());
        return new ClusterProcess(command, folder.resolve("visit.log"), "");
    }
}
