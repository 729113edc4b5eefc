package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that end by force, as processes of their own. */
final class TestStoppedRuns {
    private static final int SINK_ROWS = 20_000;
    private static final int LINES = 50_000;
    private static final int KILLS = 4;
    private static final long SEED = 20_260_501;

    @TempDir
    private Path folder = Path.of("");

    /** Three datasets and a sink, of which each row says the run that made it. */
    private static String quick(int run) {
        return """
                CREATE MATERIALIZED VIEW counts AS SELECT %1$d AS run, count(*) AS n FROM range(1000);
                CREATE STREAMING TABLE texts;
                CREATE FLOW f AS INSERT INTO texts BY NAME SELECT run, line FROM STREAM(lines);
                CREATE TABLE lines (run INT, line STRING) USING csv OPTIONS (path 'lines.csv');
                CREATE MATERIALIZED VIEW sums AS
                SELECT %1$d AS run, sum(id %% 7) AS s, md5(max(cast(id AS STRING))) AS t FROM range(500000);
                CREATE SINK export USING csv OPTIONS (path 'export', header true);
                CREATE FLOW e AS INSERT INTO export BY NAME
                SELECT %1$d AS run, id, sha2(cast(id AS STRING), 256) AS digest FROM range(%2$d);
                """.formatted(run, SINK_ROWS);
    }

    /** With one more sink, which takes minutes and comes last. */
    private static String slow(int run) {
        return quick(run) + """
                CREATE SINK slow USING csv OPTIONS (path 'slow');
                CREATE FLOW s AS INSERT INTO slow BY NAME
                SELECT sum(hash(x.id, y.id)) AS s, max(c.n) AS n FROM range(100000) x, range(300000) y, counts c;
                """;
    }

    private ScratchProject project(int run) {
        ScratchProject project = new ScratchProject(folder, quick(run));
        lines(project, run);
        return project;
    }

    private static void lines(ScratchProject project, int run) {
        project.file("lines.csv", (run + ",text\n").repeat(LINES));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
    void earlierResultsAreWholeAndTheNextRunWorks(String signal, int exitCode) throws IOException {
        ScratchProject project = project(1);
        assertThat(project.run().exitCode()).isZero();
        project.sql(slow(2));
        lines(project, 2);
        try (LeatProcess run = LeatProcess.start("run", project.path())) {
            run.awaitLine("[4/5] ");
            assertThat(staged()).as("what the sink is to get").isNotEmpty();
            assertHeld(project, run.pid());
            run.signal(signal);
            Leat.Ended ended = run.end();
            assertThat(ended.exitCode()).isEqualTo(exitCode);
            assertThat(ended.out()).isEmpty();
            if (!signal.equals("KILL")) {
                assertThat(ended.err())
                        .endsWith("error[INTERRUPTED]: The run was stopped by a signal; results are those of the last"
                                + " commit. Run again\n");
            }
        }
        assertThat(published(project)).isEqualTo(1);
        assertThat(exported()).isEqualTo(1);
        assertNextRunWorks(project, 3);
    }

    @Test
    void afterAKillAtAnyInstantAllResultsAreOfOneCommit() throws IOException {
        Random random = new Random(SEED);
        ScratchProject project = project(1);
        long micros;
        try (LeatProcess first = LeatProcess.start("run", project.path())) {
            first.awaitLine("[1/4] ");
            long start = System.nanoTime();
            assertThat(first.end().exitCode()).isZero();
            micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        }
        int last = 1;
        for (int run = 2; run < 2 + KILLS; run++) {
            project.sql(quick(run));
            lines(project, run);
            try (LeatProcess killed = LeatProcess.start("run", project.path())) {
                killed.awaitLine("[1/4] ");
                killed.waitFor((long) (random.nextDouble() * micros) / 1000);
                killed.kill();
            }
            int published = published(project);
            assertThat(published).as("run %s, seed %s", run, SEED).isIn(last, run);
            // What was committed but not delivered yet is delivered when the next run begins.
            assertThat(exported()).as("run %s, seed %s", run, SEED).isIn(last, published);
            last = published;
        }
        assertNextRunWorks(project, 2 + KILLS);
    }

    /** The database has one process at a time; others are told which. */
    private static void assertHeld(ScratchProject project, long pid) {
        for (Leat.Ended second :
                List.of(project.run(), project.query("SELECT * FROM counts"), Leat.run("datasets", project.path()))) {
            assertThat(second)
                    .isEqualTo(new Leat.Ended(
                            2,
                            "",
                            "error[STATE_LOCKED]: Cannot open the state "
                                    + project.state().getParent() + ": the process " + pid
                                    + " is running or querying this project, and one can at a time. Wait until it has"
                                    + " ended, or give another folder with --state\n"));
        }
        assertThat(Leat.run("check", project.path()).exitCode()).isZero();
        assertThat(project.rows("SELECT count(*) FROM lines")).containsExactly(Integer.toString(LINES));
    }

    private void assertNextRunWorks(ScratchProject project, int run) throws IOException {
        project.sql(quick(run));
        lines(project, run);
        assertThat(project.run().exitCode()).isZero();
        assertThat(published(project)).isEqualTo(run);
        assertThat(exported()).isEqualTo(run);
        assertThat(staged()).isEmpty();
        assertThat(DuckDbFile.texts(
                        project.state(),
                        "SELECT list_sort(list(CASE WHEN schema_name = 'leat_state' AND regexp_full_match(table_name,"
                                + " '[0-9a-f]{64}') THEN 'of an operator' ELSE table_name END))"
                                + " FROM duckdb_tables() WHERE schema_name <> 'leat'"))
                .containsExactly("[counts, of an operator, of an operator, sums, texts]");
    }

    /** The run whose results are there; all rows of all datasets must be of it, but those that the stream had before. */
    private static int published(ScratchProject project) {
        List<String> runs = project.rows("""
                SELECT run, count(*) FROM counts GROUP BY run UNION ALL
                SELECT run, count(*) FROM texts WHERE run = (SELECT max(run) FROM texts) GROUP BY run UNION ALL
                SELECT run, count(*) FROM sums GROUP BY run
                """);
        int run = Integer.parseInt(runs.get(0).substring(0, runs.get(0).indexOf(',')));
        assertThat(runs).containsExactlyInAnyOrder(run + ",1", run + "," + LINES, run + ",1");
        return run;
    }

    /** The run whose rows are in the sink's folder; they must be all of its rows and no others. */
    private int exported() throws IOException {
        Path export = folder.resolve("export");
        try (Stream<Path> files = Files.list(export)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")))
                    .containsExactly("part-00000.csv");
        }
        List<String> rows = Files.readAllLines(export.resolve("part-00000.csv"));
        assertThat(rows).hasSize(SINK_ROWS + 1);
        assertThat(rows.get(0)).isEqualTo("run,id,digest");
        String run = rows.get(1).substring(0, rows.get(1).indexOf(','));
        assertThat(rows.subList(1, rows.size())).allMatch(row -> row.startsWith(run + ",") && row.length() >= 67);
        return Integer.parseInt(run);
    }

    /** The folders of sinks in which files wait for a commit. */
    private List<Path> staged() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".leat-staged"))
                    .toList();
        }
    }
}
