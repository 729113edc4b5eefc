package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.testkit.HeapColumn;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSparkFileReaders {
    private static final int ROWS = 1_000_000;
    private static final List<Field> SCHEMA = List.of(Field.of("a", Simple.INT), Field.of("b", Simple.STRING));

    @TempDir
    private Path folder;

    private final List<String> rows = new ArrayList<>();
    private final List<MalformedRecord> malformed = new ArrayList<>();
    private ReadCounts counts = ReadCounts.NONE;

    private SourceScan open(String format, Map<String, String> options, Optional<List<Field>> schema) {
        return new SparkFileReaders()
                .open(new SourceDefinition(format, List.of(folder.toString()), options, schema, Settings.DEFAULT));
    }

    private void read(SourceScan scan) {
        List<String> names = scan.schema().stream().map(Field::name).toList();
        for (SourceSplit split : scan.splits()) {
            try (SplitReader reader = scan.read(split, names, malformed::add)) {
                int count;
                do {
                    List<HeapColumn> columns = scan.schema().stream()
                            .map(field -> new HeapColumn(field.type()))
                            .toList();
                    count = reader.read(columns, 2048);
                    for (int row = 0; row < count; row++) {
                        rows.add(columns.get(0).show(row) + "|" + columns.get(1).show(row));
                    }
                } while (count > 0);
                counts = counts.plus(reader.counts());
            }
        }
    }

    /** A million rows, the last but one of which has a wrong type. */
    private void writeMillionRows() throws IOException {
        String good = "1,some text\n";
        String content = good.repeat(ROWS - 2) + "x,wrong\n" + good;
        Files.writeString(folder.resolve("data.csv"), content);
    }

    @Test
    void wrongTypeIsKeptWithNullsAndReportedWithItsPlace() throws IOException {
        writeMillionRows();

        read(open("csv", Map.of(), Optional.of(SCHEMA)));

        assertThat(rows).hasSize(ROWS).contains("NULL|'wrong'");
        assertThat(counts).isEqualTo(new ReadCounts(ROWS, ROWS - 1, 1, 0, 0, 1, ROWS - 1));
        assertThat(malformed).singleElement().satisfies(record -> {
            assertThat(record.position()).isEqualTo((ROWS - 2) * 12L);
            assertThat(record.raw()).isEqualTo("x,wrong".getBytes(StandardCharsets.UTF_8));
            assertThat(record.path()).isEqualTo(folder.resolve("data.csv").toString());
        });
    }

    @Test
    void wrongTypeIsDroppedAndReported() throws IOException {
        writeMillionRows();

        read(open("csv", Map.of("mode", "DROPMALFORMED"), Optional.of(SCHEMA)));

        assertThat(rows).hasSize(ROWS - 1).doesNotContain("NULL|'wrong'");
        assertThat(counts).isEqualTo(new ReadCounts(ROWS, ROWS - 1, 1, 0, 0, 0, ROWS - 1));
        assertThat(malformed).hasSize(1);
    }

    @Test
    void wrongTypeFailsWithFileAndLine() throws IOException {
        writeMillionRows();
        SourceScan scan = open("csv", Map.of("mode", "FAILFAST"), Optional.of(SCHEMA));

        assertThatThrownBy(() -> read(scan))
                .isInstanceOfSatisfying(LeatException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_DATA);
                    assertThat(failure.diagnostics().get(0).condition())
                            .contains("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION");
                })
                .hasMessageContaining("data.csv, line " + (ROWS - 1));
    }

    @Test
    void largeFileIsReadInParts() throws IOException {
        writeMillionRows();

        assertThat(open("csv", Map.of(), Optional.of(SCHEMA)).splits()).hasSizeGreaterThan(1);
        assertThat(open("csv", Map.of("multiLine", "true"), Optional.of(SCHEMA)).splits())
                .hasSize(1);
    }

    @Test
    void missingPathHasSparksCondition() {
        SourceDefinition source = new SourceDefinition(
                "csv", List.of(folder.resolve("none").toString()), Map.of(), Optional.empty(), Settings.DEFAULT);

        assertThatThrownBy(() -> new SparkFileReaders().open(source))
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_NOT_FOUND))
                .hasMessageContaining("PATH_NOT_FOUND");
    }

    @Test
    void folderWithoutFilesHasNoSchema() {
        assertThatThrownBy(() -> open("json", Map.of(), Optional.empty()))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("UNABLE_TO_INFER_SCHEMA");
    }

    @Test
    void truncatedParquetIsAnErrorOfTheData() throws IOException {
        Files.write(folder.resolve("cut.parquet"), "PAR1 and no more".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> open("parquet", Map.of(), Optional.empty()))
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_DATA))
                .hasMessageContaining("cut.parquet");
    }

    @Test
    void schemeThatIsNotLocalIsRefused() {
        SourceDefinition source =
                new SourceDefinition("csv", List.of("s3://bucket/a.csv"), Map.of(), Optional.empty(), Settings.DEFAULT);

        assertThatThrownBy(() -> new SparkFileReaders().open(source))
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
    }

    @Test
    void unknownFormatIsRefused() {
        assertThatThrownBy(() -> open("orc", Map.of(), Optional.empty()))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("expected one of csv, json, text, parquet");
    }
}
