package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestParquetSources {
    @Test
    void columnOfAnotherTypeIsNamedWithBothTypes(@TempDir Path folder) {
        ScratchProject project = new ScratchProject(folder, """
                CREATE MATERIALIZED VIEW numbers AS SELECT 1 AS id, 'a' AS name;
                CREATE SINK files USING parquet OPTIONS (path 'out');
                CREATE FLOW written AS INSERT INTO files SELECT * FROM numbers;
                """);
        assertThat(project.run().exitCode()).isZero();

        project.sql("""
                CREATE TABLE files (id STRING, name STRING) USING parquet OPTIONS (path 'out');
                CREATE MATERIALIZED VIEW names AS SELECT * FROM files;
                """);
        Leat.Ended ended = project.run();

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains("error[BAD_DATA]: ", "column [id] is INT32 in the file, expected string; declare the type");
    }

    /** What Spark makes of the two types: one it does not have, and one that is refused here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TIMETZ | error[ANALYSIS]: Cannot read FILE: Spark has no type for its column opens: [PARQUET_TYPE_ILLEGAL] ",
                "TIME   | error[NOT_SUPPORTED]: Cannot read the column opens: the type TIME(6) is not supported"
            })
    void columnOfATypeThatIsNotReadIsNamed(String type, String expected, @TempDir Path folder) {
        Path file = folder.resolve("out/clock.parquet");
        DuckDbFile.writeParquet(file, "SELECT 1 AS id, CAST('12:00:00' AS " + type + ") AS opens");
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE files USING parquet OPTIONS (path 'out');
                CREATE MATERIALIZED VIEW ids AS SELECT id FROM files;
                """);

        Leat.Ended ended = project.run();

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains(expected.replace("FILE", file.toString()), "; declare the columns without it")
                .doesNotContain("SQLSTATE");

        project.sql("""
                CREATE TABLE files (id INT) USING parquet OPTIONS (path 'out');
                CREATE MATERIALIZED VIEW ids AS SELECT id FROM files;
                """);
        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM ids")).containsExactly("1");
    }

    @Test
    void nestedColumnThatIsDeclaredOtherwiseIsSaidInOneLine(@TempDir Path folder) {
        ScratchProject project = new ScratchProject(folder, "");
        written(project, folder, "SELECT 1 AS id, 'a' AS name, map('b', 2) AS names");
        project.sql("""
                CREATE TABLE files (names STRING) USING parquet OPTIONS (path 'out');
                CREATE MATERIALIZED VIEW texts AS SELECT * FROM files;
                """);

        Leat.Ended ended = project.run();

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .containsPattern(
                        "part-00000.parquet: its columns are not those declared: .* to be map type but found .*;"
                                + " declare the types of the file");
    }

    /** Writes columns of the kinds that DuckDB reads by itself, and a nested one, which Spark's reader reads. */
    private static Path written(ScratchProject project, Path folder, String rows) {
        project.sql("CREATE MATERIALIZED VIEW made AS " + rows + ";\n" + """
                CREATE SINK files USING parquet OPTIONS (path 'out', compression 'uncompressed');
                CREATE FLOW written AS INSERT INTO files SELECT * FROM made;
                """);
        assertThat(project.run().exitCode()).isZero();
        project.sql("""
                CREATE TABLE files USING parquet OPTIONS (path 'out');
                CREATE MATERIALIZED VIEW flat AS SELECT id, name, upper(name) AS upper FROM files;
                CREATE MATERIALIZED VIEW nested AS SELECT id, names FROM files;
                """);
        return folder.resolve("out/part-00000.parquet");
    }

    private static void replace(Path file, String text, byte[] bytes) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).contains(text);
        Files.writeString(
                file,
                content.replace(text, new String(bytes, StandardCharsets.ISO_8859_1)),
                StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytesThatAreNoTextAreReplacedAsSparkShowsThem(@TempDir Path folder) throws IOException {
        ScratchProject project = new ScratchProject(folder, "");
        Path file = written(project, folder, "SELECT 1 AS id, 'caf#' AS name, array('th#') AS names");
        replace(file, "caf#", new byte[] {'c', 'a', 'f', (byte) 0xE9});
        replace(file, "th#", new byte[] {'t', 'h', (byte) 0xFF});

        Leat.Ended ended = project.run();

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err() + ended.out()).containsPattern("files +2 +2 +0 +2\n");
        assertThat(project.rows("SELECT name, upper, names[0] FROM flat JOIN nested USING (id)"))
                .containsExactly("caf\uFFFD,CAF\uFFFD,th\uFFFD");
    }

    @Test
    void damagedPagesAreAnErrorOfTheData(@TempDir Path folder) throws IOException {
        ScratchProject project = new ScratchProject(folder, "");
        Path file = written(
                project,
                folder,
                "SELECT id, concat('name ', id) AS name, array(id) AS names FROM (SELECT explode(sequence(1, 500)) AS id)");
        byte[] whole = Files.readAllBytes(file);
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            int start = 4 + random.nextInt(seed % 2 == 0 ? 20 : whole.length / 2);
            for (int i = 0; i < 8; i++) {
                damaged[start + i] = (byte) random.nextInt();
            }
            Files.write(file, damaged);

            Leat.Ended ended = project.run();

            assertThat(ended.exitCode()).as("seed " + seed + ": " + ended.err()).isIn(0, 2);
            if (ended.exitCode() == 2) {
                assertThat(ended.err())
                        .as("seed " + seed)
                        .contains("error[BAD_DATA]: ", "Cannot read " + file)
                        .doesNotContain("Exception", "null", "Struct: ");
            }
        }
    }
}
