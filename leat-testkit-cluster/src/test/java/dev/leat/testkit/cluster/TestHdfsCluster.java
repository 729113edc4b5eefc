package dev.leat.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestHdfsCluster {
    private static final int FILE_BYTES = 3_000_000;

    @TempDir
    java.nio.file.Path folder;

    @Test
    void fileOutlivesADataNodeThatIsKilled() throws IOException {
        byte[] bytes = new byte[FILE_BYTES];
        new Random(7).nextBytes(bytes);
        Path file = new Path("/folder/file");
        try (HdfsCluster cluster = HdfsCluster.start(folder, 2);
                FileSystem files = client(cluster)) {
            write(files, file, bytes);
            assertThat(files.getFileStatus(file).getReplication()).isEqualTo((short) 2);

            cluster.dataNodes().get(0).kill();
            assertThat(read(files, file)).isEqualTo(bytes);

            cluster.dataNodes().get(0).start();
            cluster.dataNodes().get(1).kill();
            assertThat(read(files, file)).isEqualTo(bytes);
        }
    }

    private static FileSystem client(HdfsCluster cluster) throws IOException {
        Configuration configuration = new Configuration();
        for (String name : new String[] {"core-site.xml", "hdfs-site.xml"}) {
            configuration.addResource(new Path(cluster.confDir().resolve(name).toUri()));
        }
        return FileSystem.newInstance(URI.create(cluster.uri()), configuration);
    }

    private static void write(FileSystem files, Path file, byte[] bytes) throws IOException {
        try (FSDataOutputStream out = files.create(file)) {
            out.write(bytes);
        }
    }

    private static byte[] read(FileSystem files, Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            return in.readAllBytes();
        }
    }
}
