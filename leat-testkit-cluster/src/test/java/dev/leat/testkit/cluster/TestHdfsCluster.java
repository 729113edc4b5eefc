package dev.leat.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestHdfsCluster {
    @TempDir
    Path folder;

    @Test
    void fileOutlivesADataNodeThatIsKilled() {
        try (HdfsCluster cluster = HdfsCluster.start(folder.resolve("cluster"), 2)) {
            List<String> written = visit(cluster, "write");
            assertThat(written).hasSize(2).contains("replicas: 2");

            cluster.dataNodes().get(0).kill();
            assertThat(visit(cluster, "read")).isEqualTo(written);

            cluster.dataNodes().get(0).start();
            cluster.dataNodes().get(1).kill();
            assertThat(visit(cluster, "read")).isEqualTo(written);
        }
    }

    private List<String> visit(HdfsCluster cluster, String verb) {
        String file = cluster.uri() + "/folder/file";
        try (ClusterProcess visit =
                Visit.of(FileVisit.class, cluster, List.of()).start(folder.resolve("visit.log"), verb, file)) {
            assertThat(visit.awaitExit()).as(visit.log()).isZero();
            return visit.log()
                    .lines()
                    .filter(line -> line.matches("(found|replicas): .*"))
                    .toList();
        }
    }
}
