package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.testkit.HeapColumn;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.sql.execution.datasources.DataSourceUtils$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.internal.LegacyBehaviorPolicy$;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain files are read as Spark's own scan reads them. */
final class TestPlainFileScan {
    private static final List<Field> COLUMNS = List.of(
            Field.of("i", Simple.INT),
            Field.of("s", Simple.STRING),
            Field.of("l", Simple.BIGINT),
            Field.of("d", Simple.DATE),
            Field.of("t", Simple.TIMESTAMP),
            Field.of("n", Simple.TIMESTAMP_NTZ),
            Field.of("x", Simple.DOUBLE),
            Field.of("m", new DecimalType(10, 2)),
            Field.of("b", Simple.BOOLEAN));
    private static final List<String> CSV_VALUES = List.of(
            "",
            "0",
            "-1",
            "17",
            "007",
            "+5",
            "999999999",
            "2147483648",
            "9223372036854775807",
            "1.5",
            "1e3",
            " 4",
            "-",
            "abc",
            "a b",
            "\"q\"",
            "\"a,b\"",
            "é",
            "\u00a0",
            "\\",
            "2026-02-29",
            "2024-02-29",
            "2026-1-5",
            "0000-01-01",
            "2026-01-05 07:08:09",
            "2026-01-05T07:08:09Z",
            "2026-01-05T07:08:09.123456",
            "2026-01-05T24:00:00",
            "2026-01-05T07:08:09.1Z",
            "true",
            "FALSE",
            "NaN",
            "12345678.90",
            "-0",
            "-0.0",
            "1,2",
            "NULL",
            "\t");
    private static final List<String> JSON_VALUES = List.of(
            "null",
            "0",
            "-1",
            "-0",
            "007",
            "17",
            "2147483648",
            "1.5",
            "1.50",
            "1e3",
            "true",
            "\"\"",
            "\"a\"",
            "\"a\\nb\"",
            "\"é\"",
            "\"2026-02-28\"",
            "\"2026-02-30\"",
            "\"2026-01-05T07:08:09Z\"",
            "\"2026-01-05T07:08:09.5\"",
            "\"17\"",
            "{}",
            "[1]",
            "NaN",
            "12345678901234567890",
            "\"\u0001\"",
            "'x'",
            "");

    @TempDir
    private Path folder;

    private record Outcome(List<String> rows, long accepted, long malformed, List<String> reported, String error) {}

    private static SourceScan open(SourceDefinition source) {
        return new SparkFileReaders().open(source);
    }

    private SourceDefinition source(String format, Map<String, String> options) {
        return new SourceDefinition(
                format, List.of(folder.toString()), options, Optional.of(COLUMNS), Settings.DEFAULT);
    }

    @Test
    void csvOfAnyValuesIsReadAsSparkReadsIt() throws IOException {
        compare("csv", Map.of(), false);
        compare("csv", Map.of("header", "true", "sep", ";"), true);
    }

    @Test
    void jsonOfAnyValuesIsReadAsSparkReadsIt() throws IOException {
        compare("json", Map.of(), false);
    }

    private void compare(String format, Map<String, String> options, boolean semicolon) throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder();
            for (int line = random.nextInt(30); line >= 0; line--) {
                text.append(random.nextInt(20) == 0 ? "\uFEFF" : "")
                        .append(format.equals("csv") ? csvLine(random, semicolon ? ";" : ",") : jsonLine(random))
                        .append(random.nextInt(9) == 0 ? "\r\n" : "\n");
            }
            Files.writeString(folder.resolve("data"), text);
            for (String mode : List.of("PERMISSIVE", "DROPMALFORMED", "FAILFAST")) {
                Map<String, String> all = new HashMap<>(options);
                all.put("mode", mode);
                SourceDefinition source = source(format, all);
                List<String> columns = columns(random);
                SourceScan plain = open(source);
                assertThat(plain).isInstanceOf(PlainFileScan.class);
                assertThat(read(plain, columns))
                        .as("seed %d, columns %s of\n%s", seed, columns, text)
                        .isEqualTo(read(SparkFileReaders.openSpark(source), columns));
            }
        }
    }

    private static String csvLine(SplittableRandom random, String separator) {
        List<String> values = new ArrayList<>();
        int count = random.nextInt(12) == 0 ? random.nextInt(12) : COLUMNS.size();
        for (int i = 0; i < count; i++) {
            values.add(random.nextInt(3) > 0 ? plain(random, i) : CSV_VALUES.get(random.nextInt(CSV_VALUES.size())));
        }
        return random.nextInt(40) == 0 ? "  " : String.join(separator, values);
    }

    private static String plain(SplittableRandom random, int column) {
        return switch (column) {
            case 0 -> Integer.toString(random.nextInt(-1000, 1000));
            case 1 -> "text" + random.nextInt(10);
            case 2 -> Long.toString(random.nextLong(1L << 50));
            case 3 -> "2026-0" + random.nextInt(1, 10) + "-1" + random.nextInt(10);
            case 4 -> "2026-01-05T07:08:0" + random.nextInt(10) + ".25Z";
            case 5 -> "2026-01-05T07:08:0" + random.nextInt(10);
            case 6 -> random.nextInt(100) + ".5";
            case 7 -> random.nextInt(100) + ".25";
            default -> "true";
        };
    }

    private static String jsonLine(SplittableRandom random) {
        if (random.nextInt(30) == 0) {
            return List.of("", "[]", "[{\"i\": 1}, {\"i\": 2}]", "{", "{} x", "7", "{\"i\": 1, \"i\": 2}")
                    .get(random.nextInt(7));
        }
        List<String> members = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            Field column = COLUMNS.get(i);
            boolean quoted = column.type() != Simple.INT
                    && column.type() != Simple.BIGINT
                    && column.type() != Simple.DOUBLE
                    && column.type() != Simple.BOOLEAN
                    && !(column.type() instanceof DecimalType);
            String plain = quoted ? "\"" + plain(random, i) + "\"" : plain(random, i);
            String value = random.nextInt(8) > 0 ? plain : JSON_VALUES.get(random.nextInt(JSON_VALUES.size()));
            String name = random.nextInt(30) == 0 ? "other" : column.name();
            members.add((random.nextInt(5) == 0 ? " " : "") + "\"" + name + "\":" + value);
        }
        return "{" + String.join(",", members) + "}";
    }

    private static List<String> columns(SplittableRandom random) {
        List<String> names = new ArrayList<>();
        COLUMNS.forEach(column -> {
            if (random.nextInt(4) > 0) {
                names.add(column.name());
            }
        });
        return names.isEmpty() ? List.of("s") : names;
    }

    private static Outcome read(SourceScan scan, List<String> columns) {
        List<String> rows = new ArrayList<>();
        List<MalformedRecord> malformed = new ArrayList<>();
        ReadCounts counts = ReadCounts.NONE;
        try {
            for (SourceSplit split : scan.splits()) {
                try (SplitReader reader = scan.read(split, columns, malformed::add)) {
                    read(reader, columns, rows);
                    counts = counts.plus(reader.counts());
                }
            }
        } catch (LeatException e) {
            return new Outcome(rows.subList(0, 0), 0, 0, List.of(), String.valueOf(e.getMessage()));
        }
        return new Outcome(
                rows,
                counts.accepted(),
                counts.malformed(),
                malformed.stream().map(MalformedRecord::toString).toList(),
                "");
    }

    private static void read(SplitReader reader, List<String> columns, List<String> rows) {
        int count;
        do {
            List<HeapColumn> values =
                    columns.stream().map(name -> new HeapColumn(type(name))).toList();
            // A batch of three rows makes records of several rows reach beyond it.
            count = reader.read(values, 3);
            for (int row = 0; row < count; row++) {
                int at = row;
                rows.add(String.join(
                        "|", values.stream().map(column -> column.show(at)).toList()));
            }
        } while (count > 0);
    }

    private static DataType type(String column) {
        return COLUMNS.stream()
                .filter(field -> field.name().equals(column))
                .findFirst()
                .orElseThrow()
                .type();
    }

    @Test
    void whatIsNotPlainIsSparks() throws IOException {
        Files.writeString(folder.resolve("data"), "1\n");
        for (Map<String, String> options : List.of(
                Map.of("quote", "'"),
                Map.of("nullValue", "-"),
                Map.of("multiLine", "true"),
                Map.of("encoding", "ISO-8859-1"),
                Map.of("sep", "::"),
                Map.of("header", "yes"),
                Map.of("mode", "permissive", "comment", "#"))) {
            assertThat(PlainFormat.of(source("csv", options))).as("%s", options).isEmpty();
        }
        assertThat(PlainFormat.of(source("csv", Map.of("mode", "permissive")))).isPresent();
        assertThat(PlainFormat.of(new SourceDefinition(
                        "csv", List.of(folder.toString()), Map.of(), Optional.empty(), Settings.DEFAULT)))
                .as("inferred columns")
                .isEmpty();
        Settings setting = new Settings("UTC", Map.of("spark.sql.columnNameOfCorruptRecord", "s"));
        assertThat(PlainFormat.of(new SourceDefinition(
                        "csv", List.of(folder.toString()), Map.of(), Optional.of(COLUMNS), setting)))
                .as("a setting that readers look at")
                .isEmpty();
        Files.createDirectories(folder.resolve("day=1"));
        Files.writeString(folder.resolve("day=1/data"), "1\n");
        assertThat(open(source("csv", Map.of()))).as("partition folders").isInstanceOf(SparkFileScan.class);
    }

    @Test
    void calendarsOfParquetFilesAreToldAsSparkTellsThem() {
        List<Map<String, String>> footers = List.of(
                Map.of(),
                Map.of("org.apache.spark.version", "2.4.8"),
                Map.of("org.apache.spark.version", "3.0.0"),
                Map.of("org.apache.spark.version", "4.1.2"),
                Map.of("org.apache.spark.version", "3.5.0", "org.apache.spark.legacyDateTime", ""));
        for (Map<String, String> facts : footers) {
            boolean spark = SparkSettings.of(Settings.DEFAULT)
                    .within(() -> DataSourceUtils$.MODULE$
                            .datetimeRebaseSpec(
                                    facts::get,
                                    new ParquetOptions(
                                                    ReadOptions.check("parquet", Map.of())
                                                            .toSpark(),
                                                    SQLConf.get())
                                            .datetimeRebaseModeInRead())
                            .mode()
                            .equals(LegacyBehaviorPolicy$.MODULE$.CORRECTED()));
            assertThat(PlainFileScan.hasNewCalendar(facts)).as("%s", facts).isEqualTo(spark);
        }
    }
}
