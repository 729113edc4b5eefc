package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are missing, unreadable, cut off, or not as declared. */
final class TestBadSources {
    private static final int ROWS = 1_000_020;
    private static final int BAD_ROW = 1_000_000;
    private static final int DAMAGES = 40;
    private static final long SEED = 20_260_502;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project(String using) {
        return new ScratchProject(folder, """
                CREATE TABLE s %s;
                CREATE MATERIALIZED VIEW v AS SELECT * FROM s;
                """.formatted(using));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.csv", "none*.csv", "none/none.csv", "none", "link.csv"})
    void missingFileIsMarkedWhereItIsNamed(String path) throws IOException {
        Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("gone.csv"));
        ScratchProject project = project("(id INT) USING csv OPTIONS (path '" + path + "')");
        for (Leat.Ended ended : new Leat.Ended[] {project.run(), Leat.run("check", project.path())}) {
            assertThat(ended.err()).isEqualTo("""
                    p.sql:1:49: error[SOURCE_NOT_FOUND]: [PATH_NOT_FOUND] Path does not exist: %s
                     1 | CREATE TABLE s (id INT) USING csv OPTIONS (path '%s');
                       |                                                 %s
                    """.formatted(folder.resolve(path), path, "^".repeat(path.length() + 2)));
            assertThat(ended.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void folderWithoutFilesHasNoSchemaButNoRowsEither() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        ScratchProject inferred = project("USING json OPTIONS (path 'empty')");
        assertRefused(inferred.run(), "p.sql:1:41: error[SOURCE_NOT_FOUND]: ", "declare the columns");
        ScratchProject declared = project("(id INT) USING json OPTIONS (path 'empty')");
        assertThat(declared.run().exitCode()).isZero();
        assertThat(declared.rows("SELECT count(*) FROM v")).containsExactly("0");
    }

    @Test
    void fileThatMayNotBeReadIsTold() throws IOException {
        ScratchProject project = project("(id INT) USING csv OPTIONS (path 'secret.csv')");
        Path file = project.file("secret.csv", "1\n");
        assertThat(file.toFile().setReadable(false)).isTrue();
        assumeFalse(Files.isReadable(file), "skipped: this user may read every file");
        Leat.Ended ended = project.run();
        assertThat(ended.err()).contains("error[", "secret.csv").doesNotContain("\tat ");
        assertThat(ended.exitCode()).isIn(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(id INT, name STRING)", ""})
    void gzipThatIsCutOffOrNoneIsTold(String columns) {
        ScratchProject project = project(columns + " USING csv OPTIONS (path 'x.csv.gz', header true)");
        byte[] whole = gzip("id,name\n1,a\n2,b\n".repeat(1_000));
        project.file("x.csv.gz", Arrays.copyOf(whole, whole.length / 2));
        assertRefused(project.run(), "error[BAD_DATA]: Cannot read " + folder.resolve("x.csv.gz"), "Unexpected end of");
        project.file("x.csv.gz", "id,name\n1,a\n");
        assertRefused(project.run(), "error[BAD_DATA]: Cannot read " + folder.resolve("x.csv.gz"), ": Not in GZIP");
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, whole.length / 2, whole.length / 2 + 8, (byte) 0);
        project.file("x.csv.gz", damaged);
        assertRefused(project.run(), "error[BAD_DATA]: Cannot read " + folder.resolve("x.csv.gz"));
        assertThat(project.state().resolveSibling("spill")).doesNotExist();
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"PERMISSIVE, 1000020, 1", "DROPMALFORMED, 1000019, 0"})
    void wrongTypeInRowAMillionIsKeptOrDropped(String mode, long rows, long malformed) {
        ScratchProject project = million(mode);
        Leat.Ended ended = project.run();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).containsPattern("v +refreshed +1000020 +" + rows + " ");
        assertThat(project.rows("SELECT count(*), count(amount), count(bad), sum(id), max(bad) FROM v"))
                .containsExactly(
                        rows + "," + (ROWS - 1) + "," + malformed + "," + (500_020_500_210L - (1 - malformed) * BAD_ROW)
                                + "," + (malformed == 1 ? "\"1000000,x\"" : ""));
        assertThat(project.rows("SELECT id FROM v WHERE amount IS NULL"))
                .containsExactlyElementsOf(malformed == 1 ? List.of("1000000") : List.of());
    }

    @Test
    void wrongTypeInRowAMillionStopsAFailFastRead() {
        Leat.Ended ended = million("FAILFAST").run();
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains("error[BAD_DATA]: Cannot read " + folder.resolve("million.csv")
                        + ", line 1000001: [MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION] ")
                .contains("[1000000,null,1000000,x]")
                .doesNotContain("\tat ");
        assertThat(ended.out()).containsPattern("v +failed ");
    }

    private ScratchProject million(String mode) {
        StringBuilder csv = new StringBuilder("id,amount\n");
        for (int i = 1; i <= ROWS; i++) {
            csv.append(i)
                    .append(',')
                    .append(i == BAD_ROW ? "x" : Integer.toString(i % 7))
                    .append('\n');
        }
        ScratchProject project = project("(id INT, amount INT, bad STRING) USING csv OPTIONS (path 'million.csv',"
                + " header true, columnNameOfCorruptRecord 'bad', mode '" + mode + "')");
        project.file("million.csv", csv.toString());
        return project;
    }

    @Test
    void invalidUtf8BecomesReplacementCharacters() {
        byte[] csv = "1,ok\n2,?!\n3,é\n".getBytes(StandardCharsets.UTF_8);
        csv[7] = (byte) 0xff;
        ScratchProject project = project("(id INT, name STRING) USING csv OPTIONS (path 'x.csv')");
        project.file("x.csv", csv);
        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT id, hex(name) FROM v ORDER BY id"))
                .containsExactly("1,6F6B", "2,EFBFBD21", "3,C3A9");

        byte[] json = "{\"id\":1,\"name\":\"ok\"}\n{\"id\":2,\"name\":\"?\"}\n".getBytes(StandardCharsets.UTF_8);
        json[json.length - 4] = (byte) 0xff;
        ScratchProject failing = project("(id INT, name STRING) USING json OPTIONS (path 'x.json', mode 'FAILFAST')");
        failing.file("x.json", json);
        Leat.Ended ended = failing.run();
        assertRefused(ended, "error[BAD_DATA]: Cannot read " + folder.resolve("x.json") + ", line 2: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(id BIGINT, h STRING)", ""})
    void whatIsNoParquetFileIsTold(String columns) throws IOException {
        ScratchProject project = project(columns + " USING parquet OPTIONS (path 'x.parquet')");
        byte[] whole = parquet();
        project.file("x.parquet", Arrays.copyOf(whole, whole.length - 1));
        assertRefused(
                project.run(),
                "error[BAD_DATA]: [FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER] Cannot read the footer of "
                        + folder.resolve("x.parquet") + ": it is not a Parquet file. ",
                "the file is no Parquet file, or is cut off");
        project.file("x.parquet", "just text");
        assertRefused(project.run(), "error[BAD_DATA]: ", "the file is no Parquet file, or is cut off");
        byte[] hole = Arrays.copyOf(whole, 1_000 + 1_500);
        System.arraycopy(whole, whole.length - 1_500, hole, 1_000, 1_500);
        project.file("x.parquet", hole);
        assertRefused(project.run(), "error[BAD_DATA]: Cannot read " + folder.resolve("x.parquet"));
    }

    /** Damage where it hurts or not: DuckDB's own reader and Spark's either both say so, or agree on the rows. */
    @Test
    void damagedParquetIsRefusedByBothReadersAlike() throws IOException {
        Random random = new Random(SEED);
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE s (id BIGINT, h STRING) USING parquet OPTIONS (path 'x.parquet');
                CREATE MATERIALIZED VIEW native AS SELECT count(*) AS n, sum(hash(id, h)) AS s FROM s;
                CREATE MATERIALIZED VIEW reference AS
                SELECT count(*) AS n, sum(hash(id, h)) AS s FROM s WHERE _metadata.file_name = 'x.parquet';
                """);
        byte[] whole = parquet();
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = whole.clone();
            int start = random.nextInt(whole.length);
            int end = Math.min(whole.length, start + 1 + random.nextInt(200));
            for (int at = start; at < end; at++) {
                damaged[at] ^= (byte) (1 + random.nextInt(255));
            }
            project.file("x.parquet", damaged);
            Leat.Ended ended = project.run();
            assertThat(ended.err()).as("seed %s, damage %s", SEED, i).doesNotContain("INTERNAL", "\tat ", "RUNTIME");
            if (ended.exitCode() == 0) {
                assertThat(project.rows("SELECT * FROM native")).isEqualTo(project.rows("SELECT * FROM reference"));
            } else {
                refused++;
                assertThat(ended.exitCode()).as("seed %s, damage %s", SEED, i).isEqualTo(2);
                assertThat(ended.err())
                        .contains("error[", folder.resolve("x.parquet").toString());
                assertThat(ended.out()).containsPattern("native +failed ").containsPattern("reference +failed ");
            }
        }
        assertThat(refused).isBetween(DAMAGES / 2, DAMAGES);
    }

    private byte[] parquet() throws IOException {
        ScratchProject other =
                new ScratchProject(folder.resolve("other"), "CREATE MATERIALIZED VIEW one AS SELECT 1 AS n;\n");
        Path file = folder.resolve("whole.parquet");
        Leat.Ended ended = other.query(
                "SELECT id, md5(cast(id AS STRING)) AS h FROM range(5000)", "--format", "parquet", "--output", file);
        assertThat(ended.exitCode()).isZero();
        return Files.readAllBytes(file);
    }

    private static void assertRefused(Leat.Ended ended, String... parts) {
        assertThat(ended.err()).contains(parts).doesNotContain("\tat ", "INTERNAL");
        assertThat(ended.exitCode()).isEqualTo(2);
    }
}
