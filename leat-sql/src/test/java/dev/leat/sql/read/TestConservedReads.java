package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.ReadCounts;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random files whose records are known: all of them are read, and each has one fate, as {@link ScannedRows} checks. */
final class TestConservedReads {
    private static final int FILES = 300;
    private static final List<Field> SCHEMA = List.of(Field.of("a", Simple.INT), Field.of("b", Simple.STRING));

    @TempDir
    private Path folder = Path.of("");

    private final SplittableRandom random = new SplittableRandom(20261126);

    /** Text of a file, and how many records it has that fit, and that do not. */
    private static final class Content {
        private final StringBuilder text = new StringBuilder();
        private long fitting;
        private long malformed;

        void add(String line, int fit, int unfit, String lineEnd) {
            text.append(line).append(lineEnd);
            fitting += fit;
            malformed += unfit;
        }
    }

    private Content csv(String lineEnd, boolean hasComments) {
        Content content = new Content();
        int lines = random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            switch (random.nextInt(7)) {
                case 0 -> content.add("", 0, 0, lineEnd);
                case 1 -> content.add("  \t", 0, 0, lineEnd);
                case 2 -> content.add("# a comment, 1", 0, hasComments ? 0 : 1, lineEnd);
                case 3 -> content.add("x,wrong", 0, 1, lineEnd);
                case 4 -> content.add("1,a,too many", 0, 1, lineEnd);
                case 5 -> content.add("2,\"quoted, here\"", 1, 0, lineEnd);
                default -> content.add("3,plain", 1, 0, lineEnd);
            }
        }
        return content;
    }

    private Content json(String lineEnd) {
        Content content = new Content();
        int lines = random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            switch (random.nextInt(8)) {
                case 0 -> content.add("", 0, 0, lineEnd);
                case 1 -> content.add("   ", 0, 0, lineEnd);
                case 2 -> content.add("[]", 0, 0, lineEnd);
                case 3 -> content.add("[{\"a\": 1}, {\"a\": 2}, {\"b\": \"x\"}, {}]", 4, 0, lineEnd);
                case 4 -> content.add("{\"a\": 1", 0, 1, lineEnd);
                case 5 -> content.add("{\"a\": \"x\", \"b\": \"kept\"}", 0, 1, lineEnd);
                case 6 -> content.add("{\"a\": 4, \"b\": \"s\\u0069x\"}", 1, 0, lineEnd);
                default -> content.add("{\"a\": 3, \"b\": \"plain\"}", 1, 0, lineEnd);
            }
        }
        return content;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void write(String name, String text, boolean hasMark) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes) {
            out.write((hasMark ? "\ufeff" + text : text).getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve(name), bytes.toByteArray());
    }

    /** All columns are asked for: Spark does not parse others, and with them what does not fit. */
    private ReadCounts read(String format, Map<String, String> options) {
        SourceScan scan = new SparkFileReaders()
                .open(new SourceDefinition(
                        format, List.of(folder.toString()), options, Optional.of(SCHEMA), Settings.DEFAULT));
        return ScannedRows.of(scan, "a", "b").counts();
    }

    @Test
    void everyRecordIsReadAndHasOneFate() throws IOException {
        for (int i = 0; i < FILES; i++) {
            boolean isCsv = random.nextBoolean();
            boolean hasComments = random.nextBoolean();
            Content content = isCsv ? csv(pick("\n", "\r\n"), hasComments) : json(pick("\n", "\r\n"));
            boolean hasHeader = isCsv && random.nextBoolean();
            String name = "data" + pick("", ".gz");
            write(name, (hasHeader ? pick("", "\n") + "a,b\n" : "") + content.text, random.nextBoolean());
            Map<String, String> options = new HashMap<>(Map.of("mode", pick("PERMISSIVE", "DROPMALFORMED")));
            if (isCsv) {
                if (hasComments) {
                    options.put("comment", "#");
                }
                options.put("header", Boolean.toString(hasHeader));
            }
            ReadCounts counts = read(isCsv ? "csv" : "json", options);
            assertThat(counts.read()).as("%d: %s", i, content.text).isEqualTo(content.fitting + content.malformed);
            assertThat(counts.accepted()).as("%d: %s", i, content.text).isEqualTo(content.fitting);
            assertThat(counts.malformed()).as("%d: %s", i, content.text).isEqualTo(content.malformed);
            Files.delete(folder.resolve(name));
        }
    }
}
