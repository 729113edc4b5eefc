package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Sink;
import dev.leat.plan.RelationName;
import dev.leat.sink.FolderSink;
import dev.leat.spark.store.SinkFolder;
import dev.leat.testkit.cluster.HdfsCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Files get their place in a folder on HDFS by one rename each, also where another is. */
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestSinkFolderOnHdfs {
    private static final String STAGING = FolderSink.staging(7);
    private static final String NAME = "part-00000.csv";

    @TempDir
    private Path scratch = Path.of("");

    private static void write(FileSystem files, String path, String text) throws IOException {
        try (FSDataOutputStream out = files.create(new org.apache.hadoop.fs.Path(path), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String read(FileSystem files, String path) throws IOException {
        try (FSDataInputStream in = files.open(new org.apache.hadoop.fs.Path(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void stagedFileTakesThePlaceOfAnother() throws IOException {
        try (HdfsCluster hdfs = HdfsCluster.start(scratch.resolve("hdfs"), 1)) {
            Configuration configuration = SecuredFolder.configuration(hdfs.confDir());
            String path = hdfs.uri() + "/out";
            Sink sink =
                    new Sink(RelationName.of("out"), "csv", Map.of("path", path), new SourcePosition("p.sql", 1, 1, 1));
            try (FileSystem files = FileSystem.newInstance(URI.create(path), configuration)) {
                SinkFolder folder = SinkFolder.make(FolderSink.of(sink), configuration);
                assertThat(folder.location()).isEqualTo(path);
                assertThat(folder.owner()).isEmpty();
                write(files, path + "/" + NAME, "old");
                folder.makeStaging(STAGING);
                folder.stageMark(STAGING, "me");
                write(files, path + "/" + STAGING + "/0/part-00000-x.txt", "new");
                write(files, path + "/" + STAGING + "/0/_SUCCESS", "");
                assertThat(folder.written(STAGING + "/0")).containsExactly("part-00000-x.txt");

                folder.move(STAGING + "/" + FolderSink.MARK, FolderSink.MARK);
                folder.move(STAGING + "/0/part-00000-x.txt", NAME);
                folder.move(STAGING + "/0/part-00000-x.txt", NAME);

                assertThat(folder.owner()).contains("me");
                assertThat(read(files, path + "/" + NAME)).isEqualTo("new");
                folder.drop(STAGING);
                assertThat(folder.names()).containsExactly(FolderSink.MARK, NAME);
                folder.remove(NAME);
                folder.remove(NAME);
                assertThat(folder.has(NAME)).isFalse();
            }
        }
    }
}
