package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose columns are others than those of the source are noticed before a row of them is read. */
final class TestChangedColumns {
    private static final String ITEMS =
            "CREATE TABLE items (id INT, v STRING) USING csv OPTIONS (path 'in', header true);\n";

    private static final String READERS = """
            CREATE STREAMING TABLE rows AS SELECT id, v FROM STREAM(items);
            CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM items;
            CREATE MATERIALIZED VIEW above AS SELECT max(id) AS id FROM rows;
            CREATE TABLE other (id INT) USING csv OPTIONS (path 'other');
            CREATE MATERIALIZED VIEW others AS SELECT count(*) AS n FROM other;
            """;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project(String source) {
        ScratchProject project = new ScratchProject(folder, source + READERS);
        project.file("other/a.csv", "1\n");
        return project;
    }

    private static void assertStops(ScratchProject project, String reason) {
        project.file("other/b.csv", "2\n");
        Leat.Ended planned = Leat.run("plan", project.path());
        assertThat(planned.exitCode()).isEqualTo(2);
        assertThat(planned.out())
                .containsPattern("rows +fails +Cannot read .*/in/b\\.")
                .contains(reason);
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains("error[BAD_DATA]: Cannot read ", reason)
                .doesNotContain("\tat ");
        assertThat(ScratchProject.results(ended))
                .containsExactlyInAnyOrder(
                        "rows failed - -", "counts failed - -", "above skipped - -", "others updated 1 2");
        assertThat(project.rows("SELECT (SELECT count(*) FROM rows), (SELECT n FROM counts), (SELECT n FROM others)"))
                .containsExactly("1,1,2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v,id|(their order is another one)",
                "id,v,w|(new: w)",
                "id|(missing: v)",
                "id,w|a.csv has ID, v (new: w; missing: v)",
                "a,b|a.csv has ID, v (new: a, b; missing: ID, v)",
                "id,\"v\",\"a,b\"|its columns are id, v, a,b, and the source has id, v (new: a,b)"
            })
    void headerWithOtherColumnsStopsWhatReadsIt(String header, String reason) {
        ScratchProject project = project(ITEMS);
        project.file("in/a.csv", "ID,v\n1,a\n");
        project.succeed();
        project.file("in/b.csv", header + "\n2,b\n");
        assertStops(project, reason);

        project.file("in/b.csv", "id,\"V\"\n2,b\n");
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a", "2,b");
        assertThat(project.rows("SELECT * FROM counts")).containsExactly("2");
    }

    @Test
    void fileThatTakesThePlaceOfAnotherIsComparedWithTheDeclaration() {
        ScratchProject project = project(ITEMS);
        project.file("in/b.csv", "id,v\n1,a\n");
        project.succeed();
        project.file("in/b.csv", "v,id\nb,2\n");
        assertStops(project, "its columns are v, id, and the source has id, v");
    }

    @Test
    void namesOfADeclarationMayBeOthersThanThoseOfAllFiles() {
        ScratchProject project = project(ITEMS);
        project.file("in/a.csv", "Number,Text\n1,a\n");
        project.succeed();
        project.file("in/b.csv", "number,text\n2,b\n");
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a", "2,b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multiLine true", "quote ''''", "comment '#'", "ignoreLeadingWhiteSpace true"})
    void readersOfSparkCompareToo(String option) {
        ScratchProject project = project(ITEMS.replace("header true", "header true, " + option));
        project.file("in/a.csv", "id,v\n1,a\n");
        project.succeed();
        project.file("in/b.csv", "v,id\nb,2\n");
        assertStops(project, "(their order is another one)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 2 AS id, 'b' AS v, 3 AS w|(new: w)",
                "SELECT 2 AS id|(missing: v)",
                "SELECT CAST(2 AS BIGINT) AS id, 'b' AS v|(id is BIGINT, not INT)"
            })
    void footerWithOtherColumnsStopsWhatReadsIt(String rows, String reason) {
        ScratchProject project = project("CREATE TABLE items (id INT, v STRING) USING parquet OPTIONS (path 'in');\n");
        DuckDbFile.writeParquet(folder.resolve("in/a.parquet"), "SELECT 1 AS id, 'a' AS v");
        project.succeed();
        DuckDbFile.writeParquet(folder.resolve("in/b.parquet"), rows);
        assertStops(project, reason);

        DuckDbFile.writeParquet(folder.resolve("in/b.parquet"), "SELECT 'b' AS V, 2 AS ID");
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a", "2,b");
    }

    @Test
    void filesAreReadAsSparkDoesWhereThatIsAskedFor() {
        ScratchProject project = project(ITEMS.replace("header true", "header true, schemaEvolutionMode 'none'"));
        project.file("in/a.csv", "id,v\n1,a\n");
        project.succeed();
        project.file("in/b.csv", "v,id\n3,2\n");
        project.succeed();
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a", "3,2");

        project.sql(ITEMS + READERS);
        project.assertRun("rows unchanged 0 0", "counts unchanged 0 0", "above unchanged 0 0", "others unchanged 0 0");
        assertThat(project.rows("SELECT id, v FROM items ORDER BY id")).containsExactly("1,a", "3,2");
    }

    @Test
    void aRunThatStaysUpGoesOnOnceTheFileIsMended() {
        ScratchProject project = project(ITEMS);
        project.file("in/a.csv", "id,v\n1,a\n");
        try (LeatProcess run = LeatProcess.watch(project)) {
            run.awaitLine("commit 1: ");
            project.file("in/b.csv", "v,id\nb,2\n");
            run.awaitLine("p.sql:2:24: error[BAD_DATA]: Cannot read ");
            project.file("in/b.csv", "id,v\n2,b\n");
            run.awaitLine("commit 2: ");
            run.interrupt();
        }
        assertThat(project.rows("SELECT * FROM rows ORDER BY id")).containsExactly("1,a", "2,b");
    }
}
