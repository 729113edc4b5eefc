package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the records of files end that are being written. */
final class TestGrowingFile {
    /** More than is read at once. */
    private static final int MANY = 200_000;

    @TempDir
    private Path folder = Path.of("");

    private DataFile file(String text) throws IOException {
        Files.writeString(folder.resolve("a.log"), text);
        return listed();
    }

    private DataFile listed() throws IOException {
        Path path = folder.resolve("a.log");
        return DataFile.of(path, Files.readAttributes(path, BasicFileAttributes.class));
    }

    private long endOfLines(String text) throws IOException {
        return GrowingFile.endOfLines(file(text), text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void recordsEndAfterTheLastLineFeed() throws IOException {
        assertThat(endOfLines("")).isZero();
        assertThat(endOfLines("abc")).isZero();
        assertThat(endOfLines("abc\n")).isEqualTo(4);
        assertThat(endOfLines("abc\r\n\nde")).isEqualTo(6);
        assertThat(GrowingFile.endOfLines(file("abc\nde\n"), 6)).isEqualTo(4);
        assertThat(endOfLines("a\n" + "b".repeat(MANY))).isEqualTo(2);
        assertThat(endOfLines("b".repeat(MANY) + "\n")).isEqualTo(MANY + 1);
    }

    @Test
    void noRecordEndsBeforeTheFirstThatIsNotBlank() throws IOException {
        assertThat(endOfLines("\n")).isZero();
        assertThat(endOfLines("\n\n")).isZero();
        assertThat(endOfLines(" \t\r\n\r\n")).isZero();
        assertThat(endOfLines("\uFEFF\n")).isZero();
        assertThat(endOfLines("\uFEFF")).isZero();
        assertThat(endOfLines("\n\nabc")).isZero();
        assertThat(endOfLines("\n".repeat(MANY))).isZero();
        assertThat(endOfLines("\nabc\n")).isEqualTo(5);
        assertThat(endOfLines("\uFEFFabc\n")).isEqualTo(7);
        assertThat(endOfLines("\n\uFEFF\n")).isEqualTo(5);
        assertThat(endOfLines("\n".repeat(MANY) + "a\n")).isEqualTo(MANY + 2);
    }

    private long append(String text) throws IOException {
        Files.writeString(folder.resolve("a.log"), text, StandardOpenOption.APPEND);
        return GrowingFile.endOfLines(listed(), Files.size(folder.resolve("a.log")));
    }

    private void overwrite(long position, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve("a.log"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), position);
        }
    }

    @Test
    void recordThatGrowsIsNotReadAgain() throws IOException {
        assertThat(endOfLines("a\n" + "b".repeat(MANY))).isEqualTo(2);
        overwrite(MANY / 2, "\n");
        assertThat(append("b".repeat(MANY))).isEqualTo(2);
        assertThat(append("b\nc")).isEqualTo(2 * MANY + 4);
    }

    @Test
    void anotherContentIsReadAnew() throws IOException {
        assertThat(endOfLines("b".repeat(MANY))).isZero();
        assertThat(endOfLines("b\n" + "b".repeat(MANY))).isEqualTo(2);
        assertThat(endOfLines("bb\n" + "b".repeat(MANY - 3))).isEqualTo(3);
        overwrite(MANY / 2, "\n");
        Files.setLastModifiedTime(folder.resolve("a.log"), FileTime.fromMillis(1));
        assertThat(GrowingFile.endOfLines(listed(), MANY)).isEqualTo(MANY / 2 + 1);
    }

    @Test
    void manyFilesAreForgotten() {
        LineLooks looks = new LineLooks();
        LineLooks.Look look = new LineLooks.Look(2, 0, "tag", 1);
        for (int i = 0; i < 1000; i++) {
            looks.put(Path.of("/" + i), look);
            assertThat(looks.find(Path.of("/0")).isPresent()).isTrue();
        }
        assertThat(looks.find(Path.of("/1"))).isEmpty();
        assertThat(looks.find(Path.of("/999"))).contains(look);
    }
}
