package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources whose files get columns, or lose some, with {@code schemaEvolutionMode 'addNewColumns'}. */
final class TestNewColumns {
    private static final String DECLARED =
            "CREATE TABLE items (id INT, v STRING) USING csv OPTIONS (path 'in', header true, schemaEvolutionMode"
                    + " 'addNewColumns');\n";
    private static final String WIDER = DECLARED.replace("v STRING", "v STRING, price DECIMAL(5,2)");
    private static final String INFERRED =
            DECLARED.replace(" (id INT, v STRING)", "").replace("header true", "header true, inferSchema true");
    private static final String READERS = """
            CREATE STREAMING TABLE rows AS SELECT * FROM STREAM(items);
            CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n, count(v) AS vs, max(id) AS id FROM items;
            """;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project(String source) {
        ScratchProject project = new ScratchProject(folder, source + READERS);
        project.file("in/a.csv", "id,v\n1,a\n");
        project.succeed();
        return project;
    }

    private static void assertStops(ScratchProject project, String reason) {
        assertThat(Leat.run("plan", project.path()).out()).contains("rows", "fails", reason);
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains("error[BAD_DATA]: Cannot read ", reason)
                .doesNotContain("\tat ");
        assertThat(project.rows("SELECT count(*) FROM rows")).containsExactly("1");
    }

    @Test
    void columnsOfHeadersAreFoundByName() {
        ScratchProject project = project(DECLARED);
        project.file("in/b.csv", "V,ID\nb,2\n\"c, too\",3\n");
        project.file("in/c.csv", "id\n4\n");
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a", "2,b", "3,\"c, too\"", "4,");
        assertThat(project.rows("SELECT * FROM counts")).containsExactly("4,3,4");
        assertThat(project.rows("SELECT v FROM items WHERE id > 1 ORDER BY id")).containsExactly("b", "\"c, too\"", "");
    }

    @Test
    void aNewColumnStopsUntilItIsDeclaredAndIsNullBefore() {
        ScratchProject project = project(DECLARED);
        project.file("in/b.csv", "id,price,v\n2,1.50,b\n");
        assertStops(project, "(new, or there twice: price)");
        project.sql(WIDER + READERS);
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a,", "2,b,1.50");
        assertThat(project.rows("SELECT * FROM counts")).containsExactly("2,2,2");
        project.file("in/a.csv", "id,v\n1,a\n3,c\n");
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a,", "2,b,1.50", "3,c,");
    }

    @Test
    void inferredColumnsAreThoseOfAllFiles() {
        ScratchProject project = project(INFERRED);
        project.file("in/b.csv", "id,price,v\n2,1.50,b\n");
        project.succeed();
        assertThat(project.rows("SELECT id, v, price FROM rows ORDER BY id")).containsExactly("1,a,", "2,b,1.5");
        project.file("in/c.csv", "price,id\n2.25,3\n");
        project.succeed();
        assertThat(project.rows("SELECT id, v, price FROM rows ORDER BY id"))
                .containsExactly("1,a,", "2,b,1.5", "3,,2.25");
        assertThat(project.rows("SELECT * FROM counts")).containsExactly("3,2,3");
    }

    @Test
    void aLineHasToHaveTheColumnsOfItsFile() {
        ScratchProject project = project(DECLARED);
        project.file("in/b.csv", "v,id\nb,2\nc\nd,x\n");
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id NULLS LAST, v"))
                .containsExactly("1,a", "2,b", ",c", ",d");
        assertThat(Leat.run("errors", project.path(), "rows").out()).contains("c", "d,x");
    }

    @Test
    void aColumnThatIsThereTwiceAndAFileWithNoneStop() {
        ScratchProject project = project(DECLARED);
        project.file("in/b.csv", "id,ID\n2,3\n");
        assertStops(project, "(new, or there twice: ID)");
        project.file("in/b.csv", "x,y\n2,3\n");
        assertStops(project, "(new, or there twice: x, y)");
    }

    @Test
    void namesNeedAHeader() {
        ScratchProject project = new ScratchProject(folder, DECLARED.replace("header true, ", "") + READERS);
        project.file("in/a.csv", "1,a\n");
        Leat.Ended ended = Leat.run("check", project.path());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("error[OPTION]", "add the option header true");
    }

    @Test
    void columnsOfParquetMayBeMissingButHaveOneType() {
        ScratchProject project =
                new ScratchProject(folder, DECLARED.replace("csv", "parquet").replace("header true, ", "") + READERS);
        DuckDbFile.writeParquet(folder.resolve("in/a.parquet"), "SELECT 1::INT AS id, 'a' AS v");
        project.succeed();
        DuckDbFile.writeParquet(folder.resolve("in/b.parquet"), "SELECT 2::INT AS id");
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a", "2,");
        assertThat(project.rows("SELECT * FROM counts")).containsExactly("2,1,2");
        DuckDbFile.writeParquet(folder.resolve("in/c.parquet"), "SELECT 'x' AS id");
        Leat.Ended typed = project.run("--quiet");
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("(id is STRING, not INT)");
        DuckDbFile.writeParquet(folder.resolve("in/c.parquet"), "SELECT 3::INT AS id, 1.5::DECIMAL(5,2) AS price");
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("(new, or there twice: price)");
        project.sql(WIDER.replace("csv", "parquet").replace("header true, ", "") + READERS);
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a,", "2,,", "3,,1.50");
    }

    @Test
    void inferredTypesFitTheValuesOfAllFiles() {
        ScratchProject project = project(INFERRED);
        // A column without values has any type, and one that is still being written is none yet.
        project.file("in/b.csv", "id,v,price\n");
        project.file("in/c.csv", "id,v,pri");
        project.succeed();
        project.file("in/c.csv", "id,v,flag\n2,b,true\n");
        project.file("in/d.csv", "flag,id\n7,3\n");
        project.succeed();
        assertThat(project.rows("SELECT id + 1, v, flag FROM rows ORDER BY id"))
                .containsExactly("2,a,", "3,b,true", "4,,7");
    }

    @Test
    void blankNamesAreThoseThatSparkGivesThem() {
        ScratchProject project = project(INFERRED);
        project.file("in/b.csv", ",id,v\n0,2,b\n");
        project.succeed();
        assertThat(project.rows("SELECT id, v, _c0 FROM rows ORDER BY id")).containsExactly("1,a,", "2,b,0");
    }

    @Test
    void columnsOfFoldersMayBeInTheFiles() {
        ScratchProject project = new ScratchProject(folder, INFERRED + READERS);
        project.file("in/year=2024/a.csv", "id,year,v\n1,1999,a\n");
        project.file("in/year=2025/b.csv", "v,id\nb,2\n");
        project.succeed();
        assertThat(project.rows("SELECT id, v, year FROM rows ORDER BY id")).containsExactly("1,a,2024", "2,b,2025");
    }

    @Test
    void theRecordItselfIsReadOfFilesWithoutTheOthers() {
        String source = "CREATE TABLE items (id INT, price INT, _corrupt_record STRING) USING csv OPTIONS (path 'in',"
                + " header true, schemaEvolutionMode 'addNewColumns');\n";
        ScratchProject project = new ScratchProject(
                folder, source + "CREATE MATERIALIZED VIEW bad AS SELECT price, _corrupt_record FROM items;\n");
        project.file("in/a.csv", "id\n1\n2\n");
        project.file("in/b.csv", "price,id\n5,3\nx,4\n");
        project.succeed();
        assertThat(project.rows("SELECT * FROM bad ORDER BY price NULLS LAST, _corrupt_record NULLS FIRST"))
                .containsExactly("5,", ",", ",", ",\"x,4\"");
    }

    @Test
    void namesAreFoundInHeadersOfLargeAndCompressedFiles() throws IOException {
        ScratchProject project = project(DECLARED);
        StringBuilder text = new StringBuilder("v,id\n");
        int rows = 1_200_000;
        for (int i = 2; i < rows + 2; i++) {
            text.append("v").append(i).append(',').append(i).append('\n');
        }
        project.file("in/b.csv", text.toString());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write("v,id\nz,0\n".getBytes(StandardCharsets.UTF_8));
        }
        project.file("in/c.csv.gz", packed.toByteArray());
        project.succeed();
        assertThat(project.rows("SELECT count(*), min(id), max(id), count_if(v = concat('v', id)) FROM rows"))
                .containsExactly((rows + 2) + ",0," + (rows + 1) + "," + rows);
    }
}
