package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over data and definitions that are not as they should be. */
final class TestRunCommand {
    private static final int ROWS = 1_000_001;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project = new ScratchProject(Path.of("target"), "");

    @BeforeEach
    void makeProject() {
        project = new ScratchProject(folder, "");
    }

    private static void assertFailed(Leat.Ended ended, int exitCode, String... parts) {
        assertThat(ended.err()).contains(parts).doesNotContain("\tat ");
        assertThat(ended.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void missingSourceIsNamedAtItsPlace() {
        project.sql("""
                CREATE TABLE t (a INT) USING csv OPTIONS (path 'nowhere');
                CREATE MATERIALIZED VIEW v AS SELECT * FROM t;
                """);
        assertFailed(project.run(), 2, "p.sql:1:48: error[SOURCE_NOT_FOUND]: ", "nowhere", "^^^");
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws IOException {
        project.file("data/a.csv", "1\n");
        project.sql("""
                CREATE TABLE t (a INT) USING csv OPTIONS (path 'data');
                CREATE MATERIALIZED VIEW v AS SELECT sum(a) AS s FROM t;
                """);
        assertThat(project.run().exitCode()).isZero();
        Files.createSymbolicLink(folder.resolve("data/b.csv"), folder.resolve("gone"));
        assertFailed(project.run(), 1, "error[IO]: ", "b.csv");
        assertThat(project.rows("SELECT s FROM v")).containsExactly("1");
    }

    @Test
    void truncatedParquetIsTold() throws IOException {
        project.sql("CREATE MATERIALIZED VIEW v AS SELECT id FROM range(10000);\n");
        assertThat(project.run().exitCode()).isZero();
        Path file = folder.resolve("x.parquet");
        assertThat(project.query("SELECT * FROM v", "--format", "parquet", "--output", file)
                        .exitCode())
                .isZero();
        byte[] whole = Files.readAllBytes(file);
        project.sql("""
                CREATE TABLE t (id BIGINT) USING parquet OPTIONS (path 'x.parquet');
                CREATE MATERIALIZED VIEW v AS SELECT count(id) AS n FROM t;
                """);
        assertThat(project.run().exitCode()).isZero();
        for (int length : new int[] {3, 100, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertFailed(project.run(), 2, "error[BAD_DATA]: ", "x.parquet");
        }
        assertThat(project.rows("SELECT n FROM v")).containsExactly("10000");
    }

    @Test
    void corruptGzipIsTold() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("1\n2\n".repeat(10000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = packed.toByteArray();
        project.file("t.csv.gz", Arrays.copyOf(bytes, bytes.length / 2));
        project.sql("""
                CREATE TABLE t (a INT) USING csv OPTIONS (path 't.csv.gz');
                CREATE MATERIALIZED VIEW v AS SELECT sum(a) AS s FROM t;
                """);
        assertFailed(project.run(), 2, "error[BAD_DATA]: ", "t.csv.gz");
    }

    @Test
    void wrongTypeInTheMillionthRowFollowsTheMode() {
        project.file("t.csv", "1,x\n".repeat(ROWS - 2) + """
                oops,y
                1,x
                """);
        String definitions = """
                CREATE TABLE t (a INT, b STRING) USING csv OPTIONS (path 't.csv', mode '%s');
                CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n, sum(a) AS s, count(b) AS b FROM t;
                """;
        project.sql(definitions.formatted("PERMISSIVE"));
        assertThat(project.run().out()).containsPattern("t +1 +" + (ROWS - 1) + " +1 +1");
        assertThat(project.rows("SELECT * FROM v")).containsExactly(ROWS + "," + (ROWS - 1) + "," + ROWS);
        project.sql(definitions.formatted("DROPMALFORMED"));
        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM v")).containsExactly((ROWS - 1) + "," + (ROWS - 1) + "," + (ROWS - 1));
        project.sql(definitions.formatted("FAILFAST"));
        assertFailed(project.run(), 2, "error[BAD_DATA]: ", "t.csv, line " + (ROWS - 1), "FAILFAST");
        assertThat(project.rows("SELECT n FROM v")).containsExactly(String.valueOf(ROWS - 1));
    }

    @Test
    void invalidUtf8BecomesTheReplacementCharacter() {
        project.file("t.csv", new byte[] {'1', ',', 'a', (byte) 0xff, 'b', '\n'});
        project.sql("""
                CREATE TABLE t (a INT, b STRING) USING csv OPTIONS (path 't.csv');
                CREATE MATERIALIZED VIEW v AS SELECT a, b FROM t;
                """);
        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT a, b FROM v")).containsExactly("1,a\ufffdb");
    }

    @Test
    void errorsInTheDataAreSparksAtTheirPlace() {
        List<List<String>> cases = List.of(
                List.of("id / (id - id)", "[DIVIDE_BY_ZERO]"),
                List.of("CAST(concat('x', id) AS INT)", "[CAST_INVALID_INPUT]"),
                List.of("array(id)[id]", "[INVALID_ARRAY_INDEX]"),
                List.of("id + 9223372036854775807", "[ARITHMETIC_OVERFLOW]"));
        for (List<String> oneCase : cases) {
            project.sql("CREATE MATERIALIZED VIEW v AS\nSELECT id, " + oneCase.get(0) + " AS x FROM range(1, 4);\n");
            assertFailed(project.run(), 2, "p.sql:2:", "error[RUNTIME]: " + oneCase.get(1), " 2 | SELECT id, ", "^^");
        }
    }

    @Test
    void failureOfOneDatasetStopsOnlyThoseThatReadIt() {
        String definitions = """
                CREATE MATERIALIZED VIEW a AS SELECT 10 / (id - id + %1$d) AS x FROM range(3);
                CREATE MATERIALIZED VIEW b AS SELECT sum(x) AS s FROM a;
                CREATE MATERIALIZED VIEW c AS SELECT %1$d AS version FROM range(1);
                CREATE SINK s USING csv OPTIONS (path 'out');
                CREATE FLOW f AS INSERT INTO s SELECT s, 1 AS one FROM b;
                """;
        project.sql(definitions.formatted(5));
        assertThat(project.run().exitCode()).isZero();
        project.sql(definitions.formatted(0));
        Leat.Ended ended = project.run();
        assertFailed(ended, 2, "error[RUNTIME]: [DIVIDE_BY_ZERO]");
        assertThat(ended.out())
                .containsPattern("a +failed")
                .containsPattern("b +skipped")
                .containsPattern("c +refreshed")
                .containsPattern("s +skipped");
        assertThat(project.rows("SELECT (SELECT s FROM b), (SELECT version FROM c), (SELECT max(x) FROM a)"))
                .containsExactly("6.0,0,2.0");
        assertThat(folder.resolve("out/part-00000.csv")).hasContent("6.0,1\n");
    }

    @Test
    void sinkShowsTheFilesOfTheLastRunOnly() throws IOException {
        String start = "CREATE MATERIALIZED VIEW a AS SELECT id FROM range(3);\n";
        project.sql(start + """
                CREATE SINK s USING csv OPTIONS (path 'out');
                CREATE FLOW f AS INSERT INTO s SELECT id, 1 AS x FROM a;
                CREATE FLOW g AS INSERT INTO s SELECT id, 2 AS x FROM a;
                """);
        assertThat(project.run().exitCode()).isZero();
        project.file("out/theirs.csv", "kept");
        assertThat(names("out")).containsExactly("part-00000.csv", "part-00001.csv", "theirs.csv");
        project.sql(start + """
                CREATE SINK s USING csv OPTIONS (path 'out', compression 'gzip');
                CREATE FLOW f AS INSERT INTO s SELECT id, 1 AS x FROM a;
                """);
        assertThat(project.run().exitCode()).isZero();
        assertThat(names("out")).containsExactly("part-00000.csv.gz", "theirs.csv");
        project.sql(start + """
                CREATE SINK s USING parquet OPTIONS (path 'out');
                CREATE FLOW f AS INSERT INTO s SELECT id, 1 AS x FROM a;
                """);
        assertThat(project.run().exitCode()).isZero();
        assertThat(names("out")).containsExactly("part-00000.parquet", "theirs.csv");
        assertThat(project.rows("SELECT sum(id) FROM parquet.`out/part-00000.parquet`"))
                .containsExactly("3");
    }

    private List<String> names(String name) throws IOException {
        return ScratchProject.sinkFiles(folder.resolve(name));
    }

    @Test
    void quietRunPrintsNothingOnStandardError() {
        project.sql("CREATE MATERIALIZED VIEW a AS SELECT 1 AS one;\n");
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("dataset ");
    }

    @Test
    void unknownDatasetToRefreshIsToldWithTheNearestOne() {
        project.sql("CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;\n");
        assertFailed(project.run("--refresh", "total"), 2, "total", "did you mean totals?");
        Leat.Ended dry = project.run("--dry-run");
        assertThat(dry.out()).contains("totals");
        assertThat(Files.exists(project.state())).isFalse();
    }

    @Test
    void runThatStaysUpDoesNotComputeAllAnewOnEitherEngine() {
        project.sql("CREATE MATERIALIZED VIEW v AS SELECT 1 AS one;\n");
        for (String engine : List.of("embedded", "spark")) {
            assertFailed(
                    project.run("--engine", engine, "--watch", "--full-refresh"),
                    2,
                    "error[USAGE]: --watch and --full-refresh do not go together");
        }
        assertThat(Files.exists(project.state().resolve("warehouse"))).isFalse();
    }

    @Test
    void whatIsNoProjectIsTold() {
        assertFailed(Leat.run("run", folder.resolve("nothing")), 2, "error[PROJECT]: There is no ");
        assertFailed(Leat.run("check", folder), 2, "error[PROJECT]: The folder ", "has no spark-pipeline.yml");
        project.file("spark-pipeline.yml", "name: x\nlibrarys: []\n");
        assertFailed(Leat.run("check", folder), 2, "spark-pipeline.yml:2:1: error[PROJECT]: ", "libraries");
        project.file("spark-pipeline.yml", "name: [\n");
        assertFailed(Leat.run("check", folder), 2, "spark-pipeline.yml:", "error[SYNTAX]: Not valid YAML");
    }

    @Test
    void allMistakesOfAProjectAreReportedAtOnce() {
        Path many = Path.of("../leat-sql/src/test/resources/projects/refused/many");
        Leat.Ended ended = Leat.run("check", many);
        assertFailed(ended, 2, "25 problems");
        List<String> places = ended.err()
                .lines()
                .filter(line -> line.matches("[\\w/.-]+\\.(sql|yml):\\d+:\\d+: error\\[[A-Z_]+]: .*"))
                .map(line -> line.substring(0, line.indexOf(": ")))
                .toList();
        assertThat(places).hasSizeGreaterThanOrEqualTo(20).doesNotHaveDuplicates();
        assertThat(ended.err().lines().filter(line -> line.matches(" +\\| +\\^+")))
                .hasSameSizeAs(places);
    }

    @Test
    void initOverwritesNothing() {
        Path made = folder.resolve("made");
        assertThat(Leat.run("init", made).exitCode()).isZero();
        assertThat(Leat.run("run", made, "--quiet").exitCode()).isZero();
        assertFailed(Leat.run("init", made), 2, "error[USAGE]: Cannot make a project in ");
    }
}
