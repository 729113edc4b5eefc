package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are stopped from outside, as processes of their own. */
final class TestInterruptedRuns {
    /** Longer than any test waits. */
    private static final String ENDLESS =
            "SELECT count(*) AS n FROM range(40000000) x JOIN range(40000000) y ON x.id % 1000 = y.id % 999";

    private static final int RANDOM_KILLS = 12;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project = new ScratchProject(Path.of("target"), "");

    @BeforeEach
    void makeProject() {
        project = new ScratchProject(folder, definitions(0, "SELECT 0 AS n"));
        assertThat(project.run().exitCode()).isZero();
    }

    /** Two datasets and a sink that all show the version, and a last one. */
    private static String definitions(int version, String last) {
        return """
                CREATE MATERIALIZED VIEW a AS SELECT id, %1$d AS version FROM range(20000);
                CREATE MATERIALIZED VIEW b AS SELECT count(*) AS n, max(version) AS version FROM a;
                CREATE SINK s USING csv OPTIONS (path 'out');
                CREATE FLOW f AS INSERT INTO s SELECT id, version, 'x' AS x FROM a;
                CREATE MATERIALIZED VIEW z AS %2$s;
                """.formatted(version, last);
    }

    /** The one version that all results show. */
    private String version() throws IOException {
        TreeSet<String> versions = new TreeSet<>(project.rows("SELECT version FROM a UNION SELECT version FROM b"));
        List<Path> files = files("out");
        assertThat(files).hasSize(1);
        List<String> lines = Files.readAllLines(files.get(0));
        assertThat(lines).hasSize(20000);
        lines.forEach(line -> versions.add(line.split(",")[1]));
        assertThat(project.rows("SELECT count(*) FROM a")).containsExactly("20000");
        assertThat(versions).hasSize(1);
        return versions.first();
    }

    private List<Path> files(String name) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LeatProcess startEndless() throws InterruptedException, TimeoutException {
        project.sql(definitions(1, ENDLESS));
        LeatProcess run = LeatProcess.start("run", project.path());
        run.awaitLine("a: 20000 rows");
        return run;
    }

    @Test
    void killedRunLeavesTheLastResultsWhole() throws Exception {
        try (LeatProcess run = startEndless()) {
            run.kill();
        }
        assertThat(version()).isEqualTo("0");
        project.sql(definitions(2, "SELECT 2 AS n"));
        assertThat(project.run().exitCode()).isZero();
        assertThat(version()).isEqualTo("2");
        assertThat(project.rows("SELECT * FROM z")).containsExactly("2");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(Path::toString)).noneMatch(name -> name.contains("staged"));
        }
    }

    @Test
    void interruptAndTerminateEndTheRunAndSaySo() throws Exception {
        for (String signal : List.of("INT", "TERM")) {
            try (LeatProcess run = startEndless()) {
                run.signal(signal);
                assertThat(run.exitCode()).isEqualTo(signal.equals("INT") ? 130 : 143);
                assertThat(run.output())
                        .contains("error[INTERRUPTED]: Stopped before the end; the last results are whole");
            }
            assertThat(version()).isEqualTo("0");
        }
    }

    @Test
    void secondRunSaysWhoHoldsTheProject() throws Exception {
        try (LeatProcess first = startEndless()) {
            for (Leat.Ended second : List.of(project.run(), project.query("SELECT * FROM a"))) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.out()).isEmpty();
                assertThat(second.err())
                        .startsWith("error[STATE_LOCKED]: Cannot open the state ")
                        .contains("process " + first.pid() + " holds it");
            }
            first.kill();
        }
        assertThat(version()).isEqualTo("0");
    }

    @Test
    void killsAtAnyInstantLeaveOneCommitsResults() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        long wholeMillis = wholeRunMillis();
        String before = version();
        int survived = 0;
        for (int kill = 1; kill <= RANDOM_KILLS; kill++) {
            project.sql(definitions(10 + kill, "SELECT " + kill + " AS n"));
            try (LeatProcess run = LeatProcess.start("run", project.path())) {
                // Most of a run is its start; half of the kills are aimed at the work after it.
                long from = random.nextBoolean() ? 0 : wholeMillis / 2;
                survived += run.await(from + random.nextLong(wholeMillis - from)) ? 1 : 0;
                run.kill();
            }
            assertThat(version())
                    .as("seed %d, kill %d, %d runs ended before", seed, kill, survived)
                    .isIn(before, String.valueOf(10 + kill));
            before = version();
        }
    }

    private long wholeRunMillis() throws InterruptedException {
        project.sql(definitions(9, "SELECT 9 AS n"));
        long start = System.nanoTime();
        try (LeatProcess run = LeatProcess.start("run", project.path())) {
            assertThat(run.exitCode()).isZero();
        }
        return (System.nanoTime() - start) / 1_000_000;
    }
}
