package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RecordFormat;
import dev.leat.spi.RecordParser;
import dev.leat.testkit.HeapColumn;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records of JSON, the plain ones and those for Spark's parser. */
final class TestSparkRecordParsers {
    private static final int ROWS_MAX = 2;
    private static final List<Field> COLUMNS = List.of(
            new Field("n", Simple.INT, true),
            new Field("word", new DataType.VarcharType(5), true),
            new Field("_corrupt", Simple.STRING, true));

    private final List<MalformedRecord> malformed = new ArrayList<>();
    private ReadCounts counts = ReadCounts.NONE;

    private static RecordFormat format(Map<String, String> options, List<Field> columns) {
        return new SparkRecordParsers()
                .open(new SourceDefinition("json", List.of(), options, Optional.of(columns), Settings.DEFAULT));
    }

    private List<String> rows(RecordFormat format, List<String> columns, String... records) {
        List<String> rows = new ArrayList<>();
        try (RecordParser parser = format.open("topic-0", columns, malformed::add)) {
            long position = 10;
            for (String record : records) {
                parser.offer(record.getBytes(StandardCharsets.UTF_8), position++);
                int count = ROWS_MAX;
                while (count == ROWS_MAX) {
                    List<HeapColumn> outputs = columns.stream()
                            .map(name -> new HeapColumn(name.equals("n") ? Simple.INT : Simple.STRING))
                            .toList();
                    // The first row is another record's.
                    count = parser.read(outputs, 1, 1 + ROWS_MAX);
                    for (int row = 1; row <= count; row++) {
                        int at = row;
                        rows.add(String.join(
                                " ", outputs.stream().map(o -> o.show(at)).toList()));
                    }
                }
            }
            counts = parser.counts();
        }
        return rows;
    }

    @Test
    void plainRecordsAndOthersTakeTurns() {
        RecordFormat format = format(Map.of(), COLUMNS.subList(0, 2));
        assertThat(format.schema()).extracting(Field::type).containsExactly(Simple.INT, Simple.STRING);
        assertThat(rows(
                        format,
                        List.of("word", "n"),
                        "{\"n\": 1, \"word\": \"one\"}",
                        "[{\"n\": 2}, {\"n\": 3}, {\"n\": 4}]",
                        "{\"n\": 5}",
                        "{\"n\": \"x\"}",
                        "",
                        "{\"word\": \"s\\u0069x\", \"n\": 6}"))
                .containsExactly("'one' 1", "NULL 2", "NULL 3", "NULL 4", "NULL 5", "NULL NULL", "'six' 6");
        assertThat(counts).isEqualTo(new ReadCounts(7, 6, 1, 0, 0, 1, 2));
        assertThat(malformed).extracting(MalformedRecord::position).containsExactly(13L);
        assertThat(format.reader(List.of("n"))).isEqualTo("plain lines directly, others by Spark's json reader");
    }

    @Test
    void corruptRecordsAreKeptWhereAColumnIsForThem() {
        RecordFormat format = format(Map.of("columnNameOfCorruptRecord", "_corrupt"), COLUMNS);
        assertThat(rows(format, List.of("_corrupt", "n"), "{\"n\": 1}", "{\"n\": 2"))
                .containsExactly("NULL 1", "'{\"n\": 2' NULL");
    }

    @Test
    void failFastTellsThePosition() {
        RecordFormat format = format(Map.of("mode", "FAILFAST"), COLUMNS.subList(0, 2));
        assertThatThrownBy(() -> rows(format, List.of("n"), "{\"n\": 1}", "{\"n\": 2"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Cannot read topic-0, offset 11");
    }

    @Test
    void optionsOfFilesAreNotThoseOfRecords() {
        assertThat(new SparkRecordParsers().options("json"))
                .contains("mode", "timestampFormat", "allowComments")
                .doesNotContain("multiLine", "lineSep", "pathGlobFilter", "header", "samplingRatio");
        assertThat(new SparkRecordParsers().options("csv")).isEmpty();
    }
}
