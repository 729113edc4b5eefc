package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks without room, or not to be written, under the state, a sink and a result. */
final class TestFullDisk {
    private static final int DISK_KIBIBYTES = 12 << 10;
    private static final int DATASETS = 20;
    private static final int STEP_BYTES = 128 << 10;

    @TempDir
    private Path folder = Path.of("");

    private static String twoDatasets(int run) {
        return """
                CREATE MATERIALIZED VIEW small AS SELECT %1$d AS run;
                CREATE MATERIALIZED VIEW large AS SELECT %1$d AS run, md5(cast(id AS STRING)) AS digest FROM range(30000);
                """.formatted(run);
    }

    /** The room grows from none to enough, so that it ends at each point of a run: refresh, commit, closing. */
    @Test
    void resultsAreThoseOfOneCommitWhereverTheRoomEnds() {
        ScratchProject project = new ScratchProject(folder.resolve("project"), twoDatasets(0));
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_KIBIBYTES)) {
            Path state = disk.folder().resolve("state");
            assertThat(project.run("--state", state).exitCode()).isZero();
            int published = 0;
            Set<String> failures = new TreeSet<>();
            for (int run = 1; failures.isEmpty() || published < run - 1; run++) {
                assertThat(run).as("runs until there is room enough").isLessThan(DISK_KIBIBYTES * 1024 / STEP_BYTES);
                project.sql(twoDatasets(run));
                disk.leave((long) (run - 1) * STEP_BYTES);
                Leat.Ended ended = project.run("--state", state);
                if (ended.exitCode() == 0) {
                    published = run;
                } else {
                    assertThat(ended.exitCode()).isEqualTo(1);
                    assertThat(ended.err()).contains("error[DISK_FULL]: Cannot ", "Make room and run again");
                    assertThat(ended.err()).doesNotContain("\tat ");
                    failures.add(ended.err().replaceAll("(?s).*error\\[DISK_FULL\\]: Cannot (\\w+).*", "$1"));
                }
                disk.makeRoom();
                List<String> rows = project.rows(
                        "SELECT run, count(*) FROM (SELECT run FROM small UNION ALL SELECT run FROM large) GROUP BY run",
                        "--state",
                        state);
                assertThat(rows).hasSize(1);
                int seen = Integer.parseInt(rows.get(0).substring(0, rows.get(0).indexOf(',')));
                assertThat(rows).containsExactly(seen + ",30001");
                assertThat(seen).isIn(published, run);
                published = seen;
            }
            assertThat(failures).contains("refresh");
        }
    }

    /** A sink on the disk of the state is given just the size that leaves no room for the commit itself. */
    @Test
    void resultsAreThoseOfTheLastCommitWhenTheRoomEndsInACommit() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_KIBIBYTES)) {
            Path state = disk.folder().resolve("state");
            Path out = disk.folder().resolve("out");
            ScratchProject project = new ScratchProject(folder.resolve("project"), withSink(0, out, 1));
            assertThat(project.run("--state", state).exitCode()).isZero();
            int published = 0;
            String failure = "";
            int kibibytes = 1 << 10;
            int step = 1 << 9;
            for (int run = 1; !failure.equals("publish"); run++) {
                assertThat(run)
                        .as("runs until one fails in its commit, size %s KiB", kibibytes)
                        .isLessThan(60);
                project.sql(withSink(run, out, kibibytes));
                disk.leave(2 << 20);
                Leat.Ended ended = project.run("--state", state);
                disk.makeRoom();
                failure = ended.err().replaceAll("(?s).*error\\[DISK_FULL\\]: Cannot (\\w+).*", "$1");
                published = ended.exitCode() == 0 ? run : published;
                assertThat(project.rows("SELECT run FROM small", "--state", state))
                        .containsExactly(Integer.toString(published));
                assertThat(ScratchProject.sinkFiles(out)).containsExactly("part-00000.csv");
                assertThat(Files.readAllLines(out.resolve("part-00000.csv")).get(0))
                        .startsWith(published + ",");
                kibibytes += ended.exitCode() == 0 ? step : -step;
                step = Math.max(1, step / 2);
            }
        }
    }

    /** With as many datasets as make the commit write more than what is left of a page. */
    private static String withSink(int run, Path out, int kibibytes) {
        StringBuilder sql = new StringBuilder("""
                CREATE MATERIALIZED VIEW small AS SELECT %1$d AS run;
                CREATE SINK export USING csv OPTIONS (path '%2$s');
                CREATE FLOW f AS INSERT INTO export BY NAME SELECT run, repeat('x', 1020) AS t FROM small, range(%3$d);
                """.formatted(run, out, kibibytes));
        for (int i = 0; i < DATASETS; i++) {
            sql.append("CREATE MATERIALIZED VIEW small%d AS SELECT run FROM small;\n".formatted(i));
        }
        return sql.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "parquet"})
    void sinkWithoutRoomShowsNothingNew(String format) throws IOException {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 1 << 10)) {
            Path out = disk.folder().resolve("out");
            String sql = """
                    CREATE MATERIALIZED VIEW numbers AS SELECT %d AS run, id FROM range(1000);
                    CREATE SINK export USING %s OPTIONS (path '%s');
                    CREATE FLOW f AS INSERT INTO export BY NAME SELECT run, id FROM numbers;
                    """;
            ScratchProject project = new ScratchProject(folder.resolve("project"), sql.formatted(1, format, out));
            assertThat(project.run().exitCode()).isZero();
            byte[] first = Files.readAllBytes(out.resolve("part-00000." + format));

            project.sql(sql.formatted(2, format, out));
            disk.leave(0);
            Leat.Ended ended = project.run();
            assertThat(ended.err()).contains("error[DISK_FULL]: Cannot write ", "Make room and run again");
            assertThat(ended.err()).doesNotContain("\tat ");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ScratchProject.sinkFiles(out)).containsExactly("part-00000." + format);
            assertThat(out.resolve("part-00000." + format)).hasBinaryContent(first);
            assertThat(project.rows("SELECT DISTINCT run FROM numbers"))
                    .as("the state has room")
                    .containsExactly("2");

            disk.makeRoom();
            assertThat(project.run().exitCode()).isZero();
            assertThat(ScratchProject.sinkFiles(out)).containsExactly("part-00000." + format);
            assertThat(Files.readAllBytes(out.resolve("part-00000." + format))).isNotEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "csv", "json", "parquet"})
    void resultWithoutRoomLeavesNoFile(String format) throws IOException {
        ScratchProject project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW one AS SELECT 1 AS n;\n");
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 64)) {
            Path file = disk.folder().resolve("result");
            Leat.Ended ended = project.query(
                    "SELECT id, md5(cast(id AS STRING)) AS h FROM range(20000)", "--format", format, "--output", file);
            assertThat(ended.err())
                    .startsWith("error[DISK_FULL]: Cannot write " + disk.folder())
                    .contains(": no space left on ", "Make room and run again");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ScratchProject.sinkFiles(disk.folder())).isEmpty();
        }
    }

    @Test
    void readOnlyDiskUnderTheStateIsTold() {
        ScratchProject project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW one AS SELECT 1 AS n;\n");
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_KIBIBYTES)) {
            Path state = disk.folder().resolve("state");
            assertThat(project.run("--state", state).exitCode()).isZero();
            disk.makeReadOnly();
            Leat.Ended run = project.run("--state", state);
            assertThat(run.err())
                    .startsWith("error[IO]: Cannot open the state " + state)
                    .contains("ead-only file system");
            assertThat(run.exitCode()).isEqualTo(1);
            Leat.Ended other = project.run("--state", disk.folder().resolve("new"));
            assertThat(other.err())
                    .startsWith("error[IO]: Cannot create the state folder ")
                    .contains("ead-only file");
            assertThat(other.exitCode()).isEqualTo(1);
        }
    }
}
