package dev.leat.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Source;
import dev.leat.reading.ReadingEnd;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadBounds;
import dev.leat.spi.SourceScan;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Spark reads of ranges beside what it reads of whole files. */
final class TestFileSource {
    private static final List<String> COLUMNS = List.of("k", "v");

    @TempDir
    private Path folder = Path.of("");

    /** A file of some format. */
    record Case(String format, Map<String, String> options, String text, List<String> columns) {
        @Override
        public String toString() {
            return format + " " + options + " " + text.replace("\n", "|").replace("\r", "~");
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("csv", Map.of(), "a,1\nb,2\nc,3\n", COLUMNS),
                new Case("csv", Map.of("header", "true"), "k,v\na,1\nb,2\nc,3\n", COLUMNS),
                new Case("csv", Map.of("HEADER", "TRUE", "enforceSchema", "false"), "\nk,v\n\na,1\nb,2", COLUMNS),
                new Case("csv", Map.of("header", "true"), "k,v\r\na,1\r\n\r\nb,2\r\nc,3", COLUMNS),
                new Case("csv", Map.of(), "ä€,1\n\uD83D\uDE00,ß\nö,\"3\n4\"\n", COLUMNS),
                new Case("csv", Map.of("header", "true"), "\uFEFFk,v\na,1\nb,2\n", COLUMNS),
                new Case("csv", Map.of("encoding", "ISO-8859-1"), "a,1\nb,2\n", COLUMNS),
                new Case("csv", Map.of("mode", "DROPMALFORMED"), "a,1\nb\n\nc,2,3\nd,4\n", COLUMNS),
                new Case("json", Map.of(), "{\"k\":\"ä\",\"v\":\"1\"}\n\n{\"k\":\"b\"}\r\n[{\"v\":\"3\"}]\n{", COLUMNS),
                new Case("text", Map.of(), "a\n\n\r\nb\rc\n\uD83D\uDE00\nno end", List.of("value")));
    }

    private FileSource open(Case example, Path path) {
        Source source = SparkFiles.source(example.format(), path, example.options(), example.columns());
        return FileSource.open(SparkFiles.spark(), source);
    }

    /** The positions after line feeds. */
    private static List<Long> boundaries(SourceFiles files, String file, long end) {
        List<Long> found = new ArrayList<>();
        for (long position = 0; position <= end; position++) {
            long boundary = files.boundary(file, position);
            if (!found.contains(boundary)) {
                found.add(boundary);
            }
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rangesHaveTheRowsOfTheWhole(Case example) throws IOException {
        Path written = folder.resolve("f." + example.format());
        Files.writeString(written, example.text());
        FileSource source = open(example, folder);
        String file = source.files().ends().keySet().iterator().next();
        long end = Files.size(written);
        assertThat(source.files().grows(file)).isTrue();
        List<String> whole = SparkFiles.rows(source.withFacts(), source.files().all(), example.columns());
        assertThat(SparkFiles.rows(source, source.files().all(), example.columns()))
                .isEqualTo(whole)
                .isNotEmpty();
        List<String> parts = new ArrayList<>();
        List<Long> boundaries = boundaries(source.files(), file, end);
        Set<String> asked = Set.copyOf(example.columns());
        long malformed = 0;
        for (int i = 0; i < boundaries.size(); i++) {
            long next = i + 1 < boundaries.size() ? boundaries.get(i + 1) : end;
            Map<String, PositionRange> range = Map.of(file, new PositionRange(boundaries.get(i), next));
            parts.addAll(SparkFiles.rows(source, range, example.columns()));
            malformed += source.count(range, asked).malformed();
        }
        assertThat(parts.stream().sorted().toList()).isEqualTo(whole);
        assertThat(malformed)
                .isEqualTo(source.withFacts().count(source.files().all(), asked).malformed());
    }

    @Test
    void largeFilesAreDividedAsWholeOnesAre() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 5_000; line++) {
            text.append("ä")
                    .append(line)
                    .append(',')
                    .append("x".repeat(line % 37))
                    .append(line % 3 == 0 ? "\r\n" : "\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Path written = folder.resolve("f.csv");
        Files.write(written, bytes);
        String setting = "spark.sql.files.maxPartitionBytes";
        SparkFiles.spark().conf().set(setting, "4099");
        try {
            FileSource source = open(new Case("csv", Map.of(), "", COLUMNS), written);
            String file = source.files().ends().keySet().iterator().next();
            long middle = source.files().boundary(file, bytes.length / 2);
            List<String> parts =
                    new ArrayList<>(SparkFiles.rows(source, Map.of(file, new PositionRange(0, middle)), COLUMNS));
            parts.addAll(SparkFiles.rows(source, Map.of(file, new PositionRange(middle, bytes.length)), COLUMNS));
            assertThat(parts.stream().sorted().toList())
                    .hasSize(5_000)
                    .isEqualTo(
                            SparkFiles.rows(source.withFacts(), source.files().all(), COLUMNS));
        } finally {
            SparkFiles.spark().conf().unset(setting);
        }
    }

    @Test
    void partitionColumnsAreThoseOfTheFolders() throws IOException {
        for (String part : List.of("p=1/q=a%3Ab", "p=2/q=c d", "p=__HIVE_DEFAULT_PARTITION__/q=1")) {
            Files.createDirectories(folder.resolve(part));
            Files.writeString(folder.resolve(part).resolve("f.csv"), "k,v\na,1\nb,2\n");
        }
        Files.write(folder.resolve("p=1/q=a%3Ab/g.csv.gz"), gzip("k,v\nz,9\n"));
        List<String> columns = List.of("k", "v", "p", "q");
        FileSource source = open(new Case("csv", Map.of("header", "true"), "", columns), folder);
        List<String> whole = SparkFiles.rows(source.withFacts(), source.files().all(), columns);
        assertThat(whole).hasSize(7).contains("[a,1,1,a:b]", "[z,9,1,a:b]", "[b,2,2,c d]", "[a,1,null,1]");
        assertThat(SparkFiles.rows(source, source.files().all(), columns)).isEqualTo(whole);
        String file = source.files().ends().keySet().stream()
                .filter(name -> name.contains("p=2"))
                .findFirst()
                .orElseThrow();
        assertThat(SparkFiles.rows(source, Map.of(file, new PositionRange(8, 12)), columns))
                .containsExactly("[b,2,2,c d]");
    }

    private static byte[] gzip(String text) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream packed = new java.util.zip.GZIPOutputStream(bytes)) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void optionsThatFilterFilesSeeTheirNames() throws IOException {
        Files.writeString(folder.resolve("f.csv"), "a,1\n");
        Files.writeString(folder.resolve("g.csv"), "b,1\n");
        FileSource source = open(new Case("csv", Map.of("pathGlobFilter", "f*"), "", COLUMNS), folder);
        assertThat(SparkFiles.rows(source, source.files().all(), COLUMNS)).containsExactly("[a,1]");
    }

    @Test
    void otherFilesAreWhole() throws IOException {
        Files.writeString(folder.resolve("f.csv"), "a,1\n");
        Files.writeString(folder.resolve("f.csv.gz"), "");
        Files.writeString(folder.resolve("g[1].csv"), "a,1\n");
        SourceFiles files = open(new Case("csv", Map.of(), "", COLUMNS), folder).files();
        assertThat(files.ends().keySet().stream()
                        .filter(files::grows)
                        .map(name -> Path.of(name).getFileName().toString()))
                .containsExactly("f.csv");
        for (Case other : List.of(
                new Case("csv", Map.of("multiLine", "true"), "", COLUMNS),
                new Case("json", Map.of("multiline", "TRUE"), "", COLUMNS),
                new Case("text", Map.of("wholetext", "true"), "", List.of("value")),
                new Case("csv", Map.of("lineSep", "x"), "", COLUMNS),
                new Case("csv", Map.of("comment", "#", "header", "true"), "", COLUMNS),
                new Case("csv", Map.of("encoding", "UTF-16LE"), "", COLUMNS),
                new Case("csv", Map.of("charset", "no such"), "", COLUMNS),
                new Case("parquet", Map.of(), "", COLUMNS))) {
            SourceFiles whole = open(other, folder).files();
            assertThat(whole.ends().keySet()).as(other.toString()).noneMatch(whole::grows);
        }
    }

    @Test
    void foldersOfWhichOnlySomeGiveColumnsAreReadAsSparkReadsThem() throws IOException {
        Files.createDirectories(folder.resolve("p=1"));
        Files.writeString(folder.resolve("p=1/f.csv"), "a,1\n");
        Files.writeString(folder.resolve("g.csv"), "b,1\n");
        SourceFiles files = open(new Case("csv", Map.of(), "", COLUMNS), folder).files();
        assertThat(files.ends().keySet()).hasSize(2).noneMatch(files::grows);
    }

    @Test
    void factsAreThoseOfTheFile() throws IOException {
        Path written = folder.resolve("f.csv");
        Files.writeString(written, "a,1\nb,2\n");
        FileSource source = open(new Case("csv", Map.of(), "", COLUMNS), folder).withFacts();
        Row facts = source.read(source.files().all(), List.of("k", SourceScan.METADATA_COLUMN))
                .first()
                .getStruct(1);
        assertThat(facts.<String>getAs("file_name")).isEqualTo("f.csv");
        assertThat(facts.<String>getAs("file_path"))
                .endsWith(written.toString())
                .startsWith("file:");
    }

    @Test
    void positionsAreThoseOfTheEmbeddedEngine() throws IOException {
        Path written = folder.resolve("f.csv");
        Files.writeString(written, "k,v\n" + "ä,1\n".repeat(2_000) + "b,2");
        SourceFiles files = open(new Case("csv", Map.of("header", "true"), "", COLUMNS), folder)
                .files();
        SourceScan scan = new SparkFileReaders()
                .open(SparkFiles.source("csv", folder, Map.of("header", "true"), COLUMNS)
                        .definition());
        String part = written.toString();
        Position position = files.positions().values().iterator().next();
        assertThat(position.tag()).isEqualTo(scan.tag(part, position.end())).hasSize(32);
        assertThat(position.identity()).isEqualTo(scan.parts().get(0).identity());
        String file = files.ends().keySet().iterator().next();
        for (long end : new long[] {0, 3, 4, 10, 5_000, position.end()}) {
            assertThat(files.boundary(file, end)).isEqualTo(scan.boundary(part, end));
            assertThat(files.begins(file, new Position(0, end, 0, "", scan.tag(part, end), 0)))
                    .isTrue();
        }
    }

    @Test
    void lastLineWithoutEndIsLeft() throws IOException {
        Files.writeString(folder.resolve("f.csv"), "a,1\nb,2");
        Files.writeString(folder.resolve("g.csv"), "c,3");
        Files.writeString(folder.resolve("h.csv"), "d,4\n");
        FileSource source = open(new Case("csv", Map.of(), "", COLUMNS), folder)
                .until(new ReadingEnd(
                        LastRecord.AWAITED, ReadBounds.NONE, Set.of(), Optional.empty(), Optional.empty()));
        assertThat(SparkFiles.rows(source, source.files().all(), COLUMNS)).containsExactly("[a,1]", "[d,4]");
        assertThat(source.files().ends().keySet().stream().filter(source.files()::isCut))
                .hasSize(2);
    }
}
