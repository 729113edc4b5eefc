package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import dev.leat.testkit.ScannedRows;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A file whose number another file had when the source was listed, as file systems give it to the next file that is made: here the
 * file is written over, which keeps its number, too.
 */
final class TestReplacedFiles {
    @TempDir
    private Path folder = Path.of("");

    /** How a record looks in a file. */
    private enum Layout {
        TEXT("text", "a.txt", "%s%n"),
        COMPRESSED("text", "a.txt.gz", "%s%n"),
        CSV("csv", "a.csv", "%s%n"),
        WHOLE_CSV("csv", "a.csv", "%s%n"),
        JSON("json", "a.json", "{\"v\": \"%s\"}%n"),
        WHOLE_JSON("json", "a.json", "{\"v\": \"%s\"}%n");

        private final String format;
        private final String file;
        private final String record;

        Layout(String format, String file, String record) {
            this.format = format;
            this.file = file;
            this.record = record;
        }

        Map<String, String> options() {
            return name().startsWith("WHOLE") ? Map.of("multiLine", "true") : Map.of();
        }

        byte[] content(String value) throws IOException {
            byte[] plain = record.formatted(value).getBytes(StandardCharsets.UTF_8);
            if (this != COMPRESSED) {
                return plain;
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(plain);
            }
            return packed.toByteArray();
        }
    }

    private Path file(Layout layout) {
        return folder.resolve(layout.file);
    }

    private SourceScan open(Layout layout) {
        return new SparkFileReaders()
                .open(new SourceDefinition(
                        layout.format,
                        List.of(folder.toString()),
                        layout.options(),
                        Optional.of(List.of(new Field("v", Simple.STRING, true))),
                        Settings.DEFAULT));
    }

    private SourceScan openFirst(Layout layout) throws IOException {
        Files.write(file(layout), layout.content("first"));
        return open(layout);
    }

    /** Compares with what was read before, as each commit does first. */
    private static String look(SourceScan scan) {
        SourcePart part = scan.parts().get(0);
        return scan.tag(part.name(), part.end());
    }

    @ParameterizedTest
    @EnumSource
    void anotherContentIsNotRead(Layout layout) throws IOException {
        SourceScan scan = openFirst(layout);
        String tag = look(scan);
        Files.write(file(layout), layout.content("other"));
        assertThatThrownBy(() -> ScannedRows.of(scan, "v"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining(layout.file)
                .hasMessageContaining("renamed, replaced or cut while the source was read; run again");
        assertThat(look(open(layout))).isNotEqualTo(tag);
        assertThat(ScannedRows.of(open(layout), "v").rows()).containsExactly("'other'");
    }

    @ParameterizedTest
    @EnumSource
    void grownContentIsTheSame(Layout layout) throws IOException {
        SourceScan scan = openFirst(layout);
        String tag = look(scan);
        Files.write(file(layout), layout.content("other"), StandardOpenOption.APPEND);
        assertThat(look(scan)).isEqualTo(tag);
        assertThat(ScannedRows.of(scan, "v").rows()).startsWith("'first'");
    }
}
