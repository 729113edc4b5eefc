package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestInitCommand {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void newProjectRuns() {
        Path project = folder.resolve("my-project");
        assertThat(Leat.run("init", project).exitCode()).isZero();
        assertThat(Leat.run("run", project, "--quiet").exitCode()).isZero();
        Leat.Ended ended = Leat.run("query", project, "SELECT count(*) > 0 FROM revenue_per_month", "--format", "csv");
        assertThat(ended.out()).endsWith("true\r\n");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/orders.csv"), "mine");
        Files.writeString(folder.resolve("notes.txt"), "mine, too");

        Leat.Ended ended = Leat.run("init", folder);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("error[USAGE]: Cannot make a project in " + folder + ": it has a data/orders.csv already\n");
        assertThat(folder.resolve("data/orders.csv")).hasContent("mine");
        assertThat(folder.resolve("spark-pipeline.yml")).doesNotExist();
    }

    @Test
    void otherFilesAreNoObstacle() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThat(Leat.run("init", folder).exitCode()).isZero();
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
        assertThat(Leat.run("check", folder)).isEqualTo(new Leat.Ended(0, "", ""));
    }

    @Test
    void folderThatCannotBeMadeIsNoDefect() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Leat.Ended isFile = Leat.run("init", file);
        assertThat(isFile.err()).isEqualTo("error[USAGE]: Cannot make a project in " + file + ": it is a file\n");
        assertThat(isFile.exitCode()).isEqualTo(2);

        Leat.Ended belowFile = Leat.run("init", file.resolve("below"));
        assertThat(belowFile.err()).startsWith("error[IO]: Cannot make a project in " + file.resolve("below"));
        assertThat(belowFile.err()).doesNotContain("\tat ");
        assertThat(belowFile.exitCode()).isEqualTo(1);
    }
}
