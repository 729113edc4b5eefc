package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a run, the folder of a sink has the files of this run's flows and nothing else of Leat's. */
final class TestSinkFolders {
    private static final String TWO_FLOWS = """
            CREATE MATERIALIZED VIEW numbers AS SELECT id AS n FROM range(3);
            CREATE SINK export USING csv OPTIONS (path 'out');
            CREATE FLOW a AS INSERT INTO export BY NAME SELECT n FROM numbers;
            CREATE FLOW b AS INSERT INTO export BY NAME SELECT n + 10 AS n FROM numbers;
            """;
    private static final String ONE_FLOW = """
            CREATE MATERIALIZED VIEW numbers AS SELECT id AS n FROM range(3);
            CREATE SINK export USING csv OPTIONS (path 'out');
            CREATE FLOW a AS INSERT INTO export BY NAME SELECT n + 20 AS n FROM numbers;
            """;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project = new ScratchProject(Path.of("target"), "");

    @BeforeEach
    void runTwoFlows() throws IOException {
        project = new ScratchProject(folder, TWO_FLOWS);
        assertRun();
        assertThat(files()).containsExactly("part-00000.csv", "part-00001.csv");
        assertThat(folder.resolve("out/part-00001.csv")).hasContent("10\n11\n12\n");
    }

    @Test
    void fileOfARemovedFlowIsRemoved() throws IOException {
        project.file("out/notes.txt", "mine");
        project.file("out/part-00002.csv", "mine, too");
        project.sql(ONE_FLOW);
        assertRun();
        assertThat(files()).containsExactly("notes.txt", "part-00000.csv", "part-00002.csv");
        assertThat(folder.resolve("out/part-00000.csv")).hasContent("20\n21\n22\n");
        assertThat(folder.resolve("out/part-00002.csv")).hasContent("mine, too");
    }

    @Test
    void filesOfAnotherFormatCompressionOrSinkAreRemoved() throws IOException {
        project.sql(ONE_FLOW.replace("USING csv", "USING json"));
        assertRun();
        assertThat(files()).containsExactly("part-00000.json");

        project.sql(ONE_FLOW.replace("'out'", "'out', compression 'gzip'"));
        assertRun();
        assertThat(files()).containsExactly("part-00000.csv.gz");

        project.sql(ONE_FLOW.replace("USING csv", "USING parquet").replace("export", "renamed"));
        assertRun();
        assertThat(files()).containsExactly("part-00000.parquet");
        assertThat(project.rows("SELECT n FROM parquet.`" + folder + "/out` ORDER BY n"))
                .containsExactly("20", "21", "22");
    }

    @Test
    void folderThatALinkNamesIsTheSame() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("out"));
        project.sql(ONE_FLOW.replace("'out'", "'link'"));
        assertRun();
        assertThat(files()).containsExactly("part-00000.csv");
    }

    @Test
    void failedRunLeavesTheFilesOfTheLast() throws IOException {
        project.sql(ONE_FLOW.replace("n + 20", "n / (n - 1)"));
        Leat.Ended ended = project.run();
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("p.sql:3:52: error[RUNTIME]: [DIVIDE_BY_ZERO]");
        assertThat(files()).containsExactly("part-00000.csv", "part-00001.csv");
        assertThat(folder.resolve("out/part-00000.csv")).hasContent("0\n1\n2\n");
    }

    @Test
    void whatCouldNotBeDeliveredIsDeliveredByTheNextRun() throws IOException {
        Path obstacle = folder.resolve("out/part-00000.csv");
        Files.delete(obstacle);
        project.file("out/part-00000.csv/inside", "x");
        project.sql(ONE_FLOW);
        Leat.Ended ended = project.run();
        assertThat(ended.err())
                .contains(
                        "error[IO]: Cannot move ",
                        "part-00000.csv, which the next run tries again, as its commit is done")
                .doesNotContain("\tat ");
        assertThat(ended.exitCode()).isEqualTo(1);

        Files.delete(obstacle.resolve("inside"));
        Files.delete(obstacle);
        // A run that does not refresh the sink.
        assertThat(project.run("--refresh", "numbers").exitCode()).isZero();
        assertThat(files()).containsExactly("part-00000.csv");
        assertThat(obstacle).hasContent("20\n21\n22\n");
    }

    @Test
    void refreshOfOthersLeavesTheSinkAsItIs() throws IOException {
        project.sql(ONE_FLOW);
        assertThat(project.run("--refresh", "numbers").exitCode()).isZero();
        assertThat(files()).containsExactly("part-00000.csv", "part-00001.csv");
    }

    @Test
    void stateOfAnOlderLeatIsUpgraded() throws IOException {
        DuckDbFile.change(
                project.state(),
                "UPDATE leat.format SET version = 1",
                "DROP TABLE leat.sink_files",
                "DROP TABLE leat.staging",
                "ALTER TABLE leat.commits RENAME COLUMN time TO finished",
                "ALTER TABLE leat.outbox ALTER COLUMN staged SET NOT NULL");
        assertThat(project.rows("SELECT n FROM numbers ORDER BY n")).containsExactly("0", "1", "2");
        assertRun();
        project.sql(ONE_FLOW);
        assertRun();
        assertThat(files()).containsExactly("part-00000.csv");
    }

    private void assertRun() {
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    private List<String> files() {
        return ScratchProject.sinkFiles(folder.resolve("out"));
    }
}
