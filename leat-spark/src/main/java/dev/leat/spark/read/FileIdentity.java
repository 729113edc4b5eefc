package dev.leat.spark.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;

/** What a file keeps when it is renamed: its number, where a file system has such. */
final class FileIdentity {
    private FileIdentity() {}

    /** That of a file; empty where nothing is. */
    static String of(FileStatus status) throws IOException {
        if (status instanceof HdfsFileStatus file) {
            return "hdfs:" + file.getFileId();
        }
        if (!"file".equals(status.getPath().toUri().getScheme())) {
            return "";
        }
        Object key = Files.readAttributes(Path.of(status.getPath().toUri().getPath()), BasicFileAttributes.class)
                .fileKey();
        return key == null ? "" : key.toString();
    }
}
