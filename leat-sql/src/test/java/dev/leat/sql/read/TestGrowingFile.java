package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the records of files end that are being written. */
final class TestGrowingFile {
    /** More than is read at once. */
    private static final int MANY = 200_000;

    @TempDir
    private Path folder = Path.of("");

    private DataFile file(String text) throws IOException {
        Path path = folder.resolve("a.log");
        Files.writeString(path, text);
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
}
