package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams with sessions, joins and groups, fed bit by bit and out of order as far as their watermarks allow, have what a batch
 * over all rows has; they store what is near the watermark only.
 */
final class TestFollowedStreams {
    private static final int SEEDS = Integer.getInteger("leat.seeds", 2);
    private static final int COMMITS = 10;
    private static final int ROWS_MAX = 25;
    private static final int SECONDS_BETWEEN_ROWS = 4;
    private static final int DISORDER_SECONDS = 30;
    private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 3, 30, 23, 0);

    private static final String LEFT = "STREAM(ea) WATERMARK at DELAY OF INTERVAL 30 SECONDS";
    private static final String RIGHT = "STREAM(eb) WATERMARK at DELAY OF INTERVAL 30 SECONDS";

    private static final String SQL = """
            CREATE TABLE ea (id INT, at TIMESTAMP, k STRING, v INT) USING csv OPTIONS (path 'ea');
            CREATE TABLE eb (id INT, at TIMESTAMP, k STRING, v INT) USING csv OPTIONS (path 'eb');
            CREATE TABLE names (k STRING, name STRING) USING csv OPTIONS (path 'names');
            CREATE STREAMING TABLE counts AS
            SELECT window, k, count(*) AS n, sum(v) AS total, max(v) AS top FROM LEFT GROUP BY window(at, '1 minute'), k;
            CREATE STREAMING TABLE sliding AS
            SELECT window.start AS s, avg(v) AS mean FROM LEFT GROUP BY window(at, '1 minute', '25 seconds', '7 seconds');
            CREATE STREAMING TABLE instants AS SELECT at, count(*) AS n FROM LEFT GROUP BY at;
            CREATE STREAMING TABLE sessions AS
            SELECT session_window AS w, k, count(*) AS n, sum(v) AS total FROM LEFT GROUP BY session_window(at, '5 seconds'), k;
            CREATE STREAMING TABLE tops AS
            SELECT session_window.start AS s, max(v) AS top, percentile(v, 0.5) AS mid FROM LEFT GROUP BY session_window(at, '2 seconds');
            CREATE STREAMING TABLE medians AS
            SELECT window.start AS s, percentile(v, 0.5) AS mid, max_by(id, v * 1000 + id) AS best FROM LEFT GROUP BY window(at, '1 minute');
            CREATE STREAMING TABLE pairs AS
            SELECT a.id AS a, b.id AS b FROM LEFT AS a JOIN RIGHT AS b
            ON a.k = b.k AND b.at BETWEEN a.at - INTERVAL 10 SECONDS AND a.at + INTERVAL 20 SECONDS;
            CREATE STREAMING TABLE twins AS
            SELECT a.id AS a, b.id AS b FROM LEFT AS a JOIN LEFT AS b ON a.k = b.k AND a.at < b.at AND b.at < a.at + INTERVAL 15 SECONDS;
            CREATE STREAMING TABLE found AS
            SELECT a.id AS a, b.id AS b FROM LEFT AS a LEFT JOIN RIGHT AS b
            ON a.k = b.k AND b.at >= a.at AND b.at <= a.at + INTERVAL 12 SECONDS;
            CREATE STREAMING TABLE found_counts AS
            SELECT window(a.at, '1 minute').start AS s, count(*) AS n, max(b.v) AS top FROM LEFT AS a JOIN RIGHT AS b
            ON a.k = b.k AND b.at >= a.at AND b.at <= a.at + INTERVAL 12 SECONDS GROUP BY window(a.at, '1 minute');
            CREATE STREAMING TABLE named AS SELECT e.id, n.name FROM STREAM(ea) AS e LEFT JOIN names AS n ON e.k = n.k;
            CREATE STREAMING TABLE known AS SELECT e.id FROM STREAM(ea) AS e LEFT SEMI JOIN names AS n ON e.k = n.k;
            """.replace("LEFT JOIN", "OUTER JOIN")
            .replace("LEFT SEMI", "SEMI")
            .replace("LEFT", LEFT)
            .replace("RIGHT", RIGHT)
            .replace("OUTER JOIN", "LEFT JOIN")
            .replace("SEMI", "LEFT SEMI");

    @TempDir
    private Path folder = Path.of("");

    private Pipeline compile() throws IOException {
        for (String source : List.of("ea", "eb", "names")) {
            Files.createDirectories(folder.resolve(source));
        }
        Files.writeString(folder.resolve("names/n.csv"), "p,Ann\nq,Bob\n");
        Files.writeString(folder.resolve("p.sql"), SQL);
        var compiled = new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("p.sql"))));
        assertThat(compiled.diagnostics()).isEmpty();
        return compiled.pipeline().orElseThrow();
    }

    /** A source's rows, in the order in which they come. */
    private final class Feed {
        private final String source;
        private final SplittableRandom random;
        private long second;
        private int files;

        Feed(String source, SplittableRandom random) {
            this.source = source;
            this.random = random;
        }

        /** Adds rows to the last file or to a new one. */
        void more(int id) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < ROWS_MAX; i++) {
                second += random.nextInt(SECONDS_BETWEEN_ROWS);
                LocalDateTime at = BEGIN.plusSeconds(second - random.nextInt(DISORDER_SECONDS));
                text.append(id + i)
                        .append(',')
                        .append(at.toString().replace('T', ' '))
                        .append(at.getSecond() == 0 ? ":00" : "");
                text.append(',')
                        .append("pqr".charAt(random.nextInt(3)))
                        .append(',')
                        .append(random.nextInt(9))
                        .append('\n');
            }
            files += files == 0 || random.nextInt(4) == 0 ? 1 : 0;
            Files.writeString(
                    folder.resolve(source).resolve(files + ".csv"),
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    @Test
    void followedStreamsEqualABatch() throws IOException {
        Pipeline pipeline = compile();
        for (int seed = 0; seed < SEEDS; seed++) {
            for (String source : List.of("ea", "eb")) {
                try (var files = Files.list(folder.resolve(source))) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
            follow(pipeline, seed);
        }
    }

    private void follow(Pipeline pipeline, int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Feed left = new Feed("ea", random.split());
        Feed right = new Feed("eb", random.split());
        SteppedClock clock = new SteppedClock();
        for (int commit = 0; commit < COMMITS; commit++) {
            // The times of both go on together, although the second has rows now and then only.
            right.second = left.second;
            left.more(commit * ROWS_MAX);
            if (commit == 0 || random.nextBoolean()) {
                right.more(commit * ROWS_MAX);
            }
            // Files that are not written any more become idle.
            clock.step(Duration.ofMinutes(2));
            try (DuckDbEngine engine = Engines.open(EngineOptions.at(folder.resolve("state" + seed)), clock);
                    DuckDbEngine whole = Engines.open(EngineOptions.inMemory(), clock)) {
                RunReport report = run(pipeline, engine);
                run(pipeline, whole);
                List<String> late = new ArrayList<>();
                engine.forEachRejected(record -> late.add(record.toString()));
                assertThat(late).isEmpty();
                for (Dataset dataset : pipeline.datasets()) {
                    assertThat(RowsDifference.find(
                                    Engines.rows(whole, pipeline, dataset.name(), dataset.schema()),
                                    Engines.rows(engine, pipeline, dataset.name(), dataset.schema()),
                                    List.of()))
                            .as("seed %d commit %d %s", seed, commit, dataset.name())
                            .isEmpty();
                }
                if (commit > 0) {
                    assertThat(report.outcomes())
                            .allMatch(outcome -> outcome.result().orElseThrow().extent() != Extent.WHOLE);
                }
                if (commit == COMMITS - 1) {
                    assertState(engine.status(pipeline));
                }
            }
        }
    }

    private RunReport run(Pipeline pipeline, DuckDbEngine engine) {
        RunReport report =
                new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.DEFAULT);
        assertThat(report.outcomes()).allMatch(outcome -> outcome.status() == Outcome.Status.REFRESHED);
        return report;
    }

    /** What is stored of all rows. */
    private void assertState(EngineStatus status) {
        Map<String, Long> stored = status.tables().stream()
                .collect(Collectors.toMap(table -> table.name().simpleName(), EngineStatus.TableStatus::stateRows));
        long rows = (long) COMMITS * ROWS_MAX;
        assertThat(stored.get("named")).isZero();
        for (String table :
                List.of("counts", "sliding", "instants", "sessions", "tops", "medians", "pairs", "twins", "found")) {
            assertThat(stored.get(table)).as(table).isBetween(1L, rows * 2 / 3);
        }
    }
}
