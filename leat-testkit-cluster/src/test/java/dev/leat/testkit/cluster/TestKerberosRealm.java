package dev.leat.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestKerberosRealm {
    @TempDir
    Path folder;

    @Test
    void filesAreThereForUsersWithTicketsOnly() {
        HdfsCluster.Shape shape = new HdfsCluster.Shape(1, 1, HdfsCluster.Permissions.CHECKED);
        try (KerberosRealm realm = KerberosRealm.start(folder.resolve("realm"), List.of("alice"));
                HdfsCluster cluster = HdfsCluster.start(folder.resolve("hdfs"), shape, realm);
                ClusterProcess visit = Visit.of(KerberosVisit.class, cluster, realm.jvmOptions())
                        .start(
                                folder.resolve("visit.log"),
                                realm.keytab().toString(),
                                realm.superuser(),
                                realm.principal("alice"))) {
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
}
