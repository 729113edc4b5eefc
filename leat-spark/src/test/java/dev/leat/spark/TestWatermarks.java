package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.ReadTimes;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spark.store.TableVersion;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that come later than a watermark says, and what is forgotten once one has passed. */
final class TestWatermarks {
    private static final String BY_TIME =
            "CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES"
                    + " GROUP BY t;\n";

    private static final String FOUND = """
            CREATE STREAMING TABLE found AS SELECT a.v AS a, b.v AS b
            FROM STREAM ev WATERMARK t DELAY OF INTERVAL 0 SECONDS AS a
            LEFT JOIN STREAM others WATERMARK t DELAY OF INTERVAL 0 SECONDS AS b
            ON a.k = b.k AND b.t >= a.t AND b.t <= a.t + INTERVAL 12 MINUTES;
            """;

    private static final int MANY_ROWS = 10_000;
    private static final int COMMITS = 17;

    @TempDir
    private Path folder = Path.of("");

    private final SteppedClock clock = new SteppedClock();

    private SparkEngine open(int driverRowsMax) {
        return SparkEngine.open(
                LocalSpark.session(),
                new SparkEngine.Options(
                        folder.resolve("warehouse").toUri().toString(),
                        UUID.randomUUID().toString(),
                        clock,
                        Duration.ZERO,
                        new SparkEngine.Limits(driverRowsMax, 0)));
    }

    private SparkEngine open() {
        return open(MANY_ROWS);
    }

    private Pipeline pipeline(String statements) throws IOException {
        Path file = folder.resolve("p.sql");
        Files.writeString(
                file,
                "CREATE TABLE ev (t TIMESTAMP, k STRING, v INT) USING csv OPTIONS (path 'in', idleTimeout '1 minute');\n"
                        + "CREATE TABLE others (t TIMESTAMP, k STRING, v INT) USING csv OPTIONS (path 'others', idleTimeout 'never');\n"
                        + statements);
        Files.createDirectories(folder.resolve("in"));
        add("others/none.csv");
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
    }

    /** Adds lines, each as a time and the rest, to a file. */
    private void add(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line.isEmpty() || line.startsWith(",") ? "" : "2026-01-01T")
                    .append(line)
                    .append('\n');
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String at(String time, String rest) {
        return time + ":00Z," + rest;
    }

    private RunReport run(SparkEngine engine, Pipeline pipeline, Basis basis) {
        RunReport report =
                new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.on(basis));
        assertThat(report.outcomes())
                .allSatisfy(outcome -> assertThat(outcome.status())
                        .as(outcome.name() + ": " + outcome.problems())
                        .isEqualTo(Outcome.Status.REFRESHED));
        return report;
    }

    private RunReport run(SparkEngine engine, Pipeline pipeline) {
        return run(engine, pipeline, Basis.EARLIER_RESULTS);
    }

    private static ReadCounts counts(RunReport report) {
        ReadCounts counts = report.outcomes().stream()
                .flatMap(outcome -> outcome.result().stream())
                .flatMap(result -> result.reads().values().stream())
                .reduce(ReadCounts.NONE, ReadCounts::plus);
        assertThat(counts.isConserved()).isTrue();
        return counts;
    }

    private static List<String> errors(SparkEngine engine) {
        return engine
                .spark()
                .sql("SELECT reason, content FROM " + TableNames.sql(TableNames.ERRORS))
                .collectAsList()
                .stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }

    /** The watermark of each read, in the order of the query. */
    private static List<String> watermarks(SparkEngine engine) {
        List<String> all = new ArrayList<>();
        engine.state()
                .times()
                .forEach((dataset, reads) ->
                        reads.keySet().stream().sorted().forEach(index -> all.add(shown(reads, index))));
        return all;
    }

    private static String shown(Map<Integer, ReadTimes> reads, int index) {
        ReadTimes read = reads.getOrDefault(index, new ReadTimes("", OptionalLong.empty(), Map.of()));
        return read.watermark().isPresent()
                ? Instant.EPOCH
                        .plus(read.watermark().getAsLong(), ChronoUnit.MICROS)
                        .toString()
                        .replaceAll(".*T(.....).*", "$1")
                : "none";
    }

    @ParameterizedTest
    @ValueSource(ints = {MANY_ROWS, 0})
    void lateRowsAreCountedAndKeptApart(int driverRowsMax) throws IOException {
        Pipeline pipeline = pipeline(BY_TIME);
        add("in/a.csv", at("10:00", "a,1"), at("10:30", "a,2"), ",a,3");
        try (SparkEngine engine = open(driverRowsMax)) {
            assertThat(counts(run(engine, pipeline)).late()).isZero();
            assertThat(watermarks(engine)).containsExactly("10:20");
        }
        add("in/a.csv", at("10:19", "a,10"), at("10:20", "a,20"), at("09:00", "a,30"), ",a,40", ",b,bad");
        try (SparkEngine engine = open(driverRowsMax)) {
            ReadCounts counts = counts(run(engine, pipeline));
            assertThat(List.of(counts.read(), counts.accepted(), counts.malformed(), counts.late()))
                    .containsExactly(5L, 2L, 1L, 2L);
            assertThat(watermarks(engine)).containsExactly("10:20");
            assertThat(errors(engine))
                    .containsExactly(
                            "late {\"t\":\"2026-01-01 09:00:00.000000\",\"v\":30}",
                            "late {\"t\":\"2026-01-01 10:19:00.000000\",\"v\":10}",
                            "malformed ,b,bad");
            assertThat(Shop.rows(engine.spark(), "sums"))
                    .containsExactly(
                            "2026-01-01T10:00:00Z,1", "2026-01-01T10:20:00Z,20", "2026-01-01T10:30:00Z,2", "null,43");
        }
    }

    @Test
    void malformedRecordWhoseRowIsLateStaysMalformed() throws IOException {
        Pipeline pipeline = pipeline(BY_TIME);
        add("in/a.csv", at("10:00", "a,1"), at("10:30", "a,2"));
        try (SparkEngine engine = open()) {
            run(engine, pipeline);
            add("in/a.csv", at("09:00", "a,wrong"), at("09:01", "a,3"), at("10:40", "a,wrong"), at("10:40", "a,4"));
            ReadCounts counts = counts(run(engine, pipeline));
            assertThat(List.of(counts.accepted(), counts.malformed(), counts.late()))
                    .containsExactly(1L, 2L, 1L);
            assertThat(errors(engine))
                    .extracting(error -> error.replaceAll(" .*", ""))
                    .containsExactly("late", "late", "malformed", "malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MANY_ROWS, 0})
    void recordIsLateOnceThoughItMakesManyRows(int driverRowsMax) throws IOException {
        Pipeline pipeline = pipeline("""
                CREATE STREAMING TABLE sums AS SELECT t, sum(x) AS v
                FROM (SELECT t, explode(sequence(1, v)) AS x FROM STREAM ev) WATERMARK t DELAY OF INTERVAL 10 MINUTES
                GROUP BY t;
                """);
        add("in/a.csv", at("12:00", "a,3"));
        try (SparkEngine engine = open(driverRowsMax)) {
            run(engine, pipeline);
            add("in/a.csv", at("11:00", "a,3"), at("11:01", "a,2"));
            add("in/b.csv", at("11:02", "a,2"));
            assertThat(counts(run(engine, pipeline)).late()).isEqualTo(3);
            assertThat(errors(engine)).hasSize(7);
        }
    }

    @Test
    void fileThatIsBehindHoldsUpTheOthersUntilItIsIdle() throws IOException {
        Pipeline pipeline = pipeline(BY_TIME);
        String odd = "in/b c%20=+ä.csv";
        add("in/a.csv", at("10:00", "a,1"));
        add(odd, at("12:00", "a,1"));
        try (SparkEngine engine = open()) {
            run(engine, pipeline);
            String key = sums(pipeline).name().key();
            assertThat(engine.state().times(key).values())
                    .singleElement()
                    .extracting(read -> read.parts().keySet())
                    .isEqualTo(engine.state()
                            .positions(key, key.replace("sums", "ev"))
                            .keySet());
            clock.step(Duration.ofSeconds(60));
            add(odd, at("13:00", "a,1"));
            run(engine, pipeline);
            assertThat(watermarks(engine)).containsExactly("09:50");
            clock.step(Duration.ofSeconds(1));
            add(odd, at("13:10", "a,1"), at("09:55", "a,1"));
            run(engine, pipeline);
            assertThat(watermarks(engine)).containsExactly("13:00");
            add("in/a.csv", at("12:59", "a,1"), at("13:00", "a,1"));
            assertThat(counts(run(engine, pipeline)).late()).isEqualTo(1);
        }
    }

    /** Of each format the file of a record is told in its own way. */
    @ParameterizedTest
    @ValueSource(strings = {"parquet", "text", "json"})
    void recordsOfAllFormatsAreLate(String format) throws IOException {
        Files.createDirectories(folder.resolve("files"));
        write(format, "12:00", "12:30");
        Path file = folder.resolve("p.sql");
        Files.writeString(
                file,
                "CREATE TABLE ev (value STRING) USING " + format + " OPTIONS (path '" + folder.resolve("files")
                        + "');\n"
                        + "CREATE STREAMING TABLE sums AS SELECT t, count(*) AS v FROM"
                        + " (SELECT explode(transform(split(value, ' '), x -> CAST(x AS TIMESTAMP))) AS t FROM STREAM ev)"
                        + " WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY t;\n");
        Pipeline pipeline = new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
        try (SparkEngine engine = open()) {
            run(engine, pipeline);
            write(format, "12:40", "12:10", "12:11");
            write(format, "12:12");
            ReadCounts counts = counts(run(engine, pipeline));
            assertThat(List.of(counts.read(), counts.accepted(), counts.late())).containsExactly(4L, 1L, 3L);
            assertThat(errors(engine)).hasSize(6);
            assertThat(engine.state().times(sums(pipeline).name().key()).get(0))
                    .extracting(read -> read.parts().size())
                    .isEqualTo(3);
        }
    }

    /** Writes a file of records, each with one time twice. */
    private void write(String format, String... times) {
        List<String> values = Arrays.stream(times)
                .map(time -> "2026-01-01T" + time + ":00Z 2026-01-01T" + time + ":00Z")
                .toList();
        LocalSpark.session()
                .createDataset(values, org.apache.spark.sql.Encoders.STRING())
                .coalesce(1)
                .write()
                .format(format)
                .mode("append")
                .save(folder.resolve("files").toString());
    }

    @Test
    void fullRefreshTakesLateRows() throws IOException {
        Pipeline pipeline = pipeline(BY_TIME);
        add("in/a.csv", at("12:00", "a,1"));
        try (SparkEngine engine = open()) {
            run(engine, pipeline);
            add("in/a.csv", at("11:00", "a,2"), ",a,bad");
            assertThat(counts(run(engine, pipeline)).late()).isEqualTo(1);

            assertThat(counts(run(engine, pipeline, Basis.NOTHING)).late()).isZero();

            assertThat(errors(engine)).containsExactly("malformed ,a,bad");
            assertThat(watermarks(engine)).containsExactly("11:50");
            assertThat(Shop.rows(engine.spark(), "sums"))
                    .containsExactly("2026-01-01T11:00:00Z,2", "2026-01-01T12:00:00Z,1", "null,null");
        }
    }

    @Test
    void watermarksOfACommitThatIsNotMadeDoNotCount() throws IOException {
        Pipeline pipeline = pipeline(BY_TIME);
        add("in/a.csv", at("12:00", "a,1"));
        try (SparkEngine engine = open()) {
            run(engine, pipeline);
            add("in/a.csv", at("14:00", "a,2"));
            try (Commit commit = engine.begin(pipeline, CommitTerms.DEFAULT)) {
                commit.refresh(sums(pipeline));
            }
            assertThat(watermarks(engine)).containsExactly("11:50");
            add("in/a.csv", at("13:00", "a,3"));
            assertThat(counts(run(engine, pipeline)).late()).isZero();
            assertThat(Shop.rows(engine.spark(), "sums"))
                    .containsExactly("2026-01-01T12:00:00Z,1", "2026-01-01T13:00:00Z,3", "2026-01-01T14:00:00Z,2");
        }
    }

    private static Dataset sums(Pipeline pipeline) {
        return pipeline.datasets().stream()
                .filter(dataset -> dataset.name().simpleName().equals("sums"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void outerJoinTakesBackOnlyWhatIsThere() throws IOException {
        Pipeline pipeline = pipeline(FOUND);
        add("in/a.csv", at("10:00", "k,1"));
        add("others/b.csv", at("10:05", "k,10"));
        try (SparkEngine engine = open()) {
            run(engine, pipeline);
            add("in/a.csv", at("11:00", "k,2"));
            run(engine, pipeline);
            // The partner that the first row has is forgotten; the row is not.
            add("others/b.csv", at("10:08", "k,20"));
            run(engine, pipeline);
            assertThat(Shop.rows(engine.spark(), "found")).containsExactly("1,10", "1,20", "2,null");
            add("others/b.csv", at("11:01", "k,30"));
            run(engine, pipeline);
            assertThat(Shop.rows(engine.spark(), "found")).containsExactly("1,10", "1,20", "2,30");
        }
    }

    @Test
    void whatIsStoredIsBoundedByTheWatermark() throws IOException {
        Pipeline pipeline = pipeline("""
                CREATE STREAMING TABLE counts AS SELECT window.start AS s, count(*) AS n, sum(v) AS v
                FROM STREAM ev WATERMARK t DELAY OF INTERVAL 1 MINUTE GROUP BY window(t, '1 minute');
                CREATE STREAMING TABLE pairs AS SELECT a.v AS a, b.v AS b
                FROM STREAM ev WATERMARK t DELAY OF INTERVAL 1 MINUTE AS a
                JOIN STREAM ev WATERMARK t DELAY OF INTERVAL 2 MINUTES AS b
                ON a.k = b.k AND b.t > a.t AND b.t <= a.t + INTERVAL 1 MINUTE;
                """);
        try (SparkEngine engine = open()) {
            for (int commit = 0; commit < COMMITS; commit++) {
                String minute = String.format(Locale.ROOT, "10:%02d", 2 * commit);
                String next = String.format(Locale.ROOT, "10:%02d", 2 * commit + 1);
                add("in/a.csv", at(minute, "k," + 2 * commit), at(next, "k," + (2 * commit + 1)));
                run(engine, pipeline);
            }
            assertThat(engine.spark().table(Shop.table("counts")).count()).isEqualTo(2 * COMMITS);
            assertThat(engine.spark().table(Shop.table("pairs")).count()).isEqualTo(2 * COMMITS - 1);
            Map<String, String> needed = ClosedStates.needed(new PreparedPipeline(pipeline), engine.state());
            assertThat(needed).hasSize(3);
            needed.forEach((table, condition) -> {
                // Closed entries go when a state is written anew, after 16 changes: here two or three were made since.
                TableVersion version = engine.state().table(table).orElseThrow();
                assertThat(version.changes()).as(table).isLessThan(4);
                assertThat(version.rows()).as(table).isLessThan(2 * COMMITS / 3);
                assertThat(engine.spark()
                                .table(TableNames.sql(table))
                                .filter(condition)
                                .count())
                        .as(table)
                        .isBetween(1L, 6L);
            });
        }
    }
}
