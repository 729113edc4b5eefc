package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands where a project or a name of it is expected. */
final class TestProjectArguments {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "explain", "datasets"})
    void whatIsNoProjectIsNamedWithWhatIsExpected(String command) throws IOException {
        Path missing = folder.resolve("missing");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path text = Files.writeString(folder.resolve("notes.txt"), "x");
        assertRefused(
                Leat.run(command, missing),
                "error[PROJECT]: There is no " + missing
                        + "; a project is a folder with a spark-pipeline.yml, or one .sql file");
        assertRefused(
                Leat.run(command, empty),
                "error[PROJECT]: The folder " + empty + " has no spark-pipeline.yml; write one, or name one .sql file");
        assertRefused(
                Leat.run(command, text),
                "error[PROJECT]: " + text
                        + " is not a project: expected a folder with a spark-pipeline.yml, or one .sql file");
        assertRefused(Leat.run(command), "error[USAGE]: Missing required parameter: 'PROJECT'");
        assertThat(missing).doesNotExist();
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void unknownCommandIsToldWithTheNearestOne() {
        assertRefused(Leat.run("rnu", "x"), "error[USAGE]: Unmatched arguments from index 0: 'rnu', 'x'", "run?");
        assertRefused(Leat.run("run", "--refersh", "a"), "error[USAGE]: Unknown option: '--refersh'", "--refresh");
        assertRefused(Leat.run("run", "a", "b"), "error[USAGE]: Unmatched argument at index 2: 'b'");
    }

    @Test
    void pipelineSpecIsCheckedAsAWhole() throws IOException {
        assertSpecRefused(
                "name: p\nlibarries: []\n",
                "spark-pipeline.yml:2:1: error[PROJECT]: Unknown field libarries in the pipeline spec; did you mean libraries?",
                " 2 | libarries: []",
                "2 problems");
        assertSpecRefused(
                "name: [p\nlibraries", "spark-pipeline.yml:2:10: error[SYNTAX]: Not valid YAML: ", " 2 | libraries");
        assertSpecRefused("", "spark-pipeline.yml:1:1: error[PROJECT]: The pipeline spec is empty");
        assertSpecRefused("- a\n- b\n", "spark-pipeline.yml:1:1: error[PROJECT]: ");
        assertSpecRefused("name: p\nname: q\n", "spark-pipeline.yml:2:1: error[PROJECT]: The field name", "twice");
    }

    private void assertSpecRefused(String yaml, String... parts) throws IOException {
        Files.writeString(folder.resolve("spark-pipeline.yml"), yaml);
        assertRefused(Leat.run("check", folder), parts);
        assertRefused(Leat.run("run", folder), parts);
        assertRefused(Leat.run("query", folder, "SELECT 1"), parts);
    }

    @Test
    void unknownNameToRefreshIsToldWithTheNearestOne() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;
                CREATE MATERIALIZED VIEW averages AS SELECT 2 AS n;
                """);
        assertRefused(
                project.run("--refresh", "totls"),
                "error[USAGE]: Cannot refresh totls: the project has no dataset or sink of this name; did you mean totals?");
        assertRefused(project.run("--refresh", "totals,,averages"), "error[USAGE]: Cannot refresh : ");
        assertThat(project.state()).doesNotExist();

        assertThat(project.run("--refresh", "totals").exitCode()).isZero();
        assertThat(project.rows("SELECT n FROM totals")).containsExactly("1");
        assertRefused(project.query("SELECT n FROM averages"), "averages: it has not been computed yet");
    }

    @Test
    void namesToRefreshAreCheckedInAFullRefresh() {
        ScratchProject project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;\n");
        assertRefused(project.run("--full-refresh", "--refresh", "totls"), "error[USAGE]: Cannot refresh totls");
    }

    @Test
    void unknownDatasetToExplainIsToldWithTheNearestOne() {
        ScratchProject project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;\n");
        assertRefused(
                Leat.run("explain", project.path(), "totls"),
                "error[USAGE]: The project has no dataset or sink totls; did you mean totals?");
    }

    @Test
    void stateThatIsAFileIsTold() {
        ScratchProject project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;\n");
        Path file = project.file("file", "x");
        Leat.Ended ended = project.run("--state", file);
        assertThat(ended.err()).startsWith("error[USAGE]: Cannot keep the state in " + file + ": it is a file");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(file).hasContent("x");
    }

    @Test
    void nameThatTheDriverCannotOpenIsRefused() {
        ScratchProject project =
                new ScratchProject(folder.resolve("a;b"), "CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;\n");
        assertRefused(
                project.run("--quiet"),
                "error[USAGE]: Cannot keep the state in " + project.state().getParent(),
                "name another folder with --state");
        assertRefused(project.run("--state", folder.resolve("what?")), "what?: DuckDB opens no path with ; or ? in it");
        for (String name : new String[] {"it's", "blank ed", "ünï😀", "per%20cent", "a#b", "[x]*", "$staged"}) {
            Path state = folder.resolve(name);
            assertThat(project.run("--quiet", "--state", state).exitCode())
                    .as(name)
                    .isZero();
            assertThat(project.rows("SELECT n FROM totals", "--state", state)).containsExactly("1");
            assertThat(state.resolve("state.duckdb")).isRegularFile();
        }
    }

    private static void assertRefused(Leat.Ended ended, String... parts) {
        assertThat(ended.err()).contains(parts).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(2);
    }
}
