package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink's folder belongs to one state, whose files are those of its own commits. */
final class TestSinkOwners {
    private static final String SQL = """
            CREATE TABLE numbers (n INT) USING json OPTIONS (path 'in');
            CREATE STREAMING TABLE seen AS SELECT n FROM STREAM(numbers);
            CREATE SINK export USING csv OPTIONS (path 'out');
            CREATE FLOW f AS INSERT INTO export BY NAME SELECT n FROM STREAM(seen);
            """;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project() {
        return new ScratchProject(folder, SQL);
    }

    private void add(ScratchProject project, int number) {
        project.file("in/" + number + ".json", "{\"n\":" + number + "}\n");
    }

    private void assertRun(ScratchProject project, Object... options) {
        Leat.Ended ended = project.run(options);
        assertThat(ended.err()).doesNotContain("error");
        assertThat(ended.exitCode()).isZero();
    }

    private List<String> delivered() {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .flatMap(file -> new ScratchProject(folder, SQL).lines(file).stream())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void folderOfAnotherStateIsRefusedUntilItIsTakenOver() {
        ScratchProject project = project();
        add(project, 1);
        assertRun(project);
        add(project, 2);
        assertRun(project);
        Path other = folder.resolve("other");

        Leat.Ended plan = Leat.run("plan", project.path(), "--state", other);
        assertThat(plan.out()).contains("those of another state of a project");
        assertThat(plan.exitCode()).isEqualTo(2);
        Leat.Ended refused = project.run("--state", other);
        assertThat(refused.err())
                .contains("error[PROJECT]: Cannot write to the sink", "run with --full-refresh --refresh export")
                .doesNotContain("\tat ");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(delivered()).containsExactly("1", "2");
        assertThat(project.rows("SELECT n FROM seen ORDER BY n", "--state", other))
                .as("the rest of the project goes on")
                .containsExactly("1", "2");

        add(project, 3);
        assertRun(project, "--state", other, "--full-refresh", "--refresh", "seen,export");
        assertThat(delivered()).containsExactly("1", "2", "3");
        assertThat(project.run().err()).contains("error[PROJECT]: Cannot write to the sink");
        add(project, 4);
        assertRun(project, "--state", other);
        assertThat(delivered()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void filesOfCommitsThatAnOlderCopyOfTheStateDoesNotHaveAreRemoved() throws IOException {
        ScratchProject project = project();
        add(project, 1);
        assertRun(project);
        Path state = project.state();
        Path copy = Files.copy(state, folder.resolve("copy"));
        for (int number = 2; number <= 4; number++) {
            add(project, number);
            assertRun(project);
        }
        assertThat(delivered()).containsExactly("1", "2", "3", "4");

        Files.delete(state);
        Files.move(copy, state);
        assertRun(project, "--refresh", "seen");
        assertThat(delivered()).as("the sink was not asked for").containsExactly("1", "2", "3", "4");
        assertRun(project);
        assertThat(delivered()).containsExactly("1", "2", "3", "4");
        add(project, 5);
        assertRun(project);
        assertThat(delivered()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void folderOfAnEarlierVersionIsItsStatesFromTheNextRowsOn() throws IOException {
        ScratchProject project = project();
        add(project, 1);
        assertRun(project);
        Path mark = folder.resolve("out/.leat-state");
        Files.delete(mark);
        assertRun(project);
        assertThat(mark).doesNotExist();
        add(project, 2);
        assertRun(project);
        assertThat(mark).exists();
        assertThat(delivered()).containsExactly("1", "2");
    }
}
