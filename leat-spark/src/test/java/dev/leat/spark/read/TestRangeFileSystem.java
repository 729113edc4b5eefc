package dev.leat.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestRangeFileSystem {
    private static final Configuration CONFIGURATION = new Configuration();

    @TempDir
    private java.nio.file.Path folder = java.nio.file.Path.of("");

    private Path file = new Path("/");

    @BeforeEach
    void write() throws IOException {
        RangeFileSystem.SETTINGS.forEach(CONFIGURATION::set);
        java.nio.file.Path written = folder.resolve("a b=1%20").resolve("f 1.csv");
        Files.createDirectories(written.getParent());
        Files.writeString(written, "0123456789");
        file = new Path("file", null, written.toString());
    }

    private FSDataInputStream open(long start, long end) throws IOException {
        Path path = new RangePath(file, start, end).path();
        return path.getFileSystem(CONFIGURATION).open(path);
    }

    private static String text(FSDataInputStream input) throws IOException {
        try (input) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void pathsTellFileAndRange() throws IOException {
        for (String name : new String[] {
            "file:/a/b.csv", "file:/b.csv", "hdfs://host:8020/x/y=%2F1/b c.csv", "s3a://user@bucket/k/b.json"
        }) {
            RangePath range = new RangePath(new Path(name), 7, 1234567890123L);
            assertThat(range.path().getName()).isEqualTo(range.file().getName());
            assertThat(RangePath.find(range.path())).contains(range);
            assertThat(RangePath.find(new Path(range.path().toString()))).contains(range);
            assertThat(RangePath.find(new Path(range.path().toUri()))).contains(range);
            Path parent = range.file().getParent();
            assertThat(RangePath.find(RangePath.shown(parent))).isEmpty();
            assertThat(RangePath.folder(RangePath.shown(parent))).isEqualTo(parent);
        }
    }

    @Test
    void foldersAreThere() throws IOException {
        Path shown = RangePath.shown(file.getParent());
        assertThat(shown.getFileSystem(CONFIGURATION).getFileStatus(shown).isDirectory())
                .isTrue();
        Path other = RangePath.shown(file);
        FileSystem system = other.getFileSystem(CONFIGURATION);
        assertThatThrownBy(() -> system.getFileStatus(other)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> system.open(shown).close()).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void rangeIsAFileOfItsOwn() throws IOException {
        assertThat(text(open(2, 5))).isEqualTo("234");
        assertThat(text(open(0, 10))).isEqualTo("0123456789");
        assertThat(text(open(4, 4))).isEmpty();
        Path path = new RangePath(file, 2, 5).path();
        FileSystem system = path.getFileSystem(CONFIGURATION);
        FileStatus status = system.listStatus(path)[0];
        assertThat(status.getLen()).isEqualTo(3);
        assertThat(status.getPath()).isEqualTo(path);
        assertThat(status.getModificationTime())
                .isEqualTo(file.getFileSystem(CONFIGURATION).getFileStatus(file).getModificationTime());
        BlockLocation[] blocks = system.getFileBlockLocations(status, 1, 2);
        assertThat(blocks).hasSize(1);
        assertThat(blocks[0].getOffset()).isLessThanOrEqualTo(1);
        assertThat(blocks[0].getOffset() + blocks[0].getLength()).isEqualTo(3);
    }

    @Test
    void positionsCountFromTheStart() throws IOException {
        try (FSDataInputStream input = open(2, 8)) {
            input.seek(3);
            assertThat(input.getPos()).isEqualTo(3);
            assertThat(input.read()).isEqualTo('5');
            byte[] bytes = new byte[4];
            input.readFully(2, bytes);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("4567");
            assertThat(input.read(new byte[9])).isEqualTo(2);
            assertThat(input.read()).isEqualTo(-1);
            assertThat(input.read(6, bytes, 0, 1)).isEqualTo(-1);
            assertThatThrownBy(() -> input.seek(7)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void shorterFileIsAnError() throws IOException {
        Path path = new RangePath(file, 2, 11).path();
        FileSystem system = path.getFileSystem(CONFIGURATION);
        assertThatThrownBy(() -> system.getFileStatus(path))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("10 bytes");
        try (FSDataInputStream input = open(2, 11)) {
            assertThatThrownBy(input::readAllBytes)
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("run again");
        }
    }

    @Test
    void nothingIsWritten() throws IOException {
        Path path = new RangePath(file, 2, 5).path();
        FileSystem system = path.getFileSystem(CONFIGURATION);
        assertThatThrownBy(() -> system.delete(path, false)).hasMessageContaining("read only");
        assertThatThrownBy(() -> system.create(path).close()).hasMessageContaining("read only");
    }
}
