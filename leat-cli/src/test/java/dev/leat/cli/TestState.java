package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a project when it is not as it should be. */
final class TestState {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project = new ScratchProject(Path.of("target"), "");

    @BeforeEach
    void makeProject() {
        project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW a AS SELECT count(*) AS n FROM range(10);\n");
        assertThat(project.run().exitCode()).isZero();
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + project.state());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void stateOfANewerLeatIsRefused() throws SQLException {
        change("UPDATE leat.format SET version = version + 1");
        Leat.Ended ended = project.run();
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).startsWith("error[STATE_VERSION]: Cannot open the state: its format is ");
    }

    @Test
    void stateOfAnOlderLeatIsUpgraded() throws SQLException {
        change("UPDATE leat.format SET version = 1; DROP TABLE leat.sink_files");
        assertThat(project.rows("SELECT n FROM a")).containsExactly("10");
        assertThat(project.run().exitCode()).isZero();
    }

    @Test
    void databaseOfANewerDuckDbIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(project.state());
        // The main header: a checksum of 8 bytes, DUCK, the storage version. The checksum covers the first block.
        bytes[12] = (byte) 250;
        Files.write(project.state(), bytes);
        Leat.Ended ended = project.run();
        assertThat(ended.err()).containsAnyOf("error[STATE_VERSION]", "error[STATE_DAMAGED]");
        assertThat(ended.exitCode()).isIn(1, 2);
    }

    @Test
    void databaseCutShortSaysWhatToDo() throws IOException {
        byte[] bytes = Files.readAllBytes(project.state());
        for (int length : new int[] {0, 100, 5000, bytes.length / 4}) {
            Files.write(project.state(), Arrays.copyOf(bytes, length));
            for (Leat.Ended ended : new Leat.Ended[] {project.run(), project.query("SELECT n FROM a")}) {
                assertThat(ended.exitCode()).as("cut to %d bytes", length).isEqualTo(1);
                assertThat(ended.err())
                        .startsWith("error[STATE_DAMAGED]: Cannot open the state ")
                        .contains("Move the folder away and run again");
            }
        }
        Files.delete(project.state());
        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT n FROM a")).containsExactly("10");
    }

    @Test
    void fullDiskLeavesTheLastResultsWhole() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(
                mount("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
                "needs the right to mount a small file system");
        try {
            String results = """
                CREATE MATERIALIZED VIEW a AS SELECT count(*) AS n FROM range(%d);
                CREATE MATERIALIZED VIEW b AS SELECT id, sha2(cast(id AS STRING), 256) AS h FROM range(%d);
                """;
            ScratchProject small = new ScratchProject(disk, results.formatted(10, 1000));
            assertThat(small.run().exitCode()).isZero();
            small.sql(results.formatted(11, 2_000_000));
            Leat.Ended full = small.run();
            assertThat(full.exitCode()).isEqualTo(1);
            assertThat(full.err()).contains("error[DISK_FULL]").doesNotContain("\tat ");
            assertThat(small.rows("SELECT (SELECT n FROM a) AS n, count(*) FROM b"))
                    .containsExactly("10,1000");
            small.sql(results.formatted(12, 2000)
                    + "CREATE SINK s USING csv OPTIONS (path 'out'); CREATE FLOW f AS INSERT INTO s"
                    + " SELECT id, sha2(cast(id AS STRING), 256) AS h FROM range(2000000);\n");
            Leat.Ended sink = small.run();
            assertThat(sink.exitCode()).isEqualTo(1);
            assertThat(sink.err()).contains("error[DISK_FULL]");
            small.sql(results.formatted(13, 3000));
            assertThat(small.run().exitCode()).isZero();
            assertThat(small.rows("SELECT (SELECT n FROM a) AS n, count(*) FROM b"))
                    .containsExactly("13,3000");
        } finally {
            assertThat(mount("umount", disk.toString())).isTrue();
        }
    }

    private static boolean mount(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void stateFolderThatCannotBeMadeIsTold() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        Leat.Ended ended = project.run("--state", folder.resolve("file"));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).startsWith("error[IO]: Cannot create the state folder ");
    }
}
