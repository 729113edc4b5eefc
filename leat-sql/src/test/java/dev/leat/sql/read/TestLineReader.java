package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestLineReader {
    private static final Optional<byte[]> NONE = Optional.empty();

    private static List<String> lines(byte[] content, int start, long end, Optional<byte[]> separator)
            throws IOException {
        List<String> lines = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(content, start, content.length - start);
        try (LineReader reader = new LineReader(in, start, end, separator)) {
            while (reader.next()) {
                lines.add(new String(reader.bytes(), reader.offset(), reader.length(), StandardCharsets.UTF_8) + "@"
                        + reader.linePosition());
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a\n",
                "\n",
                "\n\n",
                "a\nb",
                "a\r\nb\rc\n\rd\r\r\ne",
                "\r",
                "\r\n",
                "one\ntwo\n\nthree\r\n",
                "\uFEFFa\nb",
                "\uFEFF",
                "\uFEFF\n",
                "x\r\ny\r\n"
            })
    void partsGiveEachLineOnce(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        List<String> whole = lines(content, 0, Long.MAX_VALUE, NONE);

        for (int size = 1; size <= content.length; size++) {
            List<String> parts = new ArrayList<>();
            for (int start = 0; start < content.length; start += size) {
                parts.addAll(lines(content, start, Math.min(content.length, start + size), NONE));
            }
            assertThat(parts).as("parts of %d bytes", size).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b||c|", "|", "", "no separator"})
    void partsOfSeparatedRecordsGiveEachRecordOnce(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> separator = Optional.of(new byte[] {'|'});
        List<String> whole = lines(content, 0, Long.MAX_VALUE, separator);

        for (int size = 1; size <= content.length; size++) {
            List<String> parts = new ArrayList<>();
            for (int start = 0; start < content.length; start += size) {
                parts.addAll(lines(content, start, Math.min(content.length, start + size), separator));
            }
            assertThat(parts).as("parts of %d bytes", size).isEqualTo(whole);
        }
    }

    @org.junit.jupiter.api.Test
    void lineLongerThanTheBufferIsWhole() throws IOException {
        String line = "x".repeat(1_000_000);

        List<String> lines = lines((line + "\r\n" + line).getBytes(StandardCharsets.UTF_8), 0, Long.MAX_VALUE, NONE);

        assertThat(lines).containsExactly(line + "@0", line + "@1000002");
    }

    @org.junit.jupiter.api.Test
    void separatorOfSeveralBytesIsFoundAfterAFalseStart() throws IOException {
        byte[] content = "a--b---c-".getBytes(StandardCharsets.UTF_8);

        assertThat(lines(content, 0, Long.MAX_VALUE, Optional.of(new byte[] {'-', '-'})))
                .containsExactly("a@0", "b@3", "-c-@6");
    }
}
