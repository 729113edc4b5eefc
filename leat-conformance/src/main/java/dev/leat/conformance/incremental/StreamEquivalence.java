package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.incremental.ReadTimes;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.Warehouse;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.SourceProgress;
import dev.leat.testkit.SteppedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * Streaming tables below watermarks, and a flow of a stream with watermarks into a sink, on both engines, fed by the same files, of which some
 * commits may read a part: after each commit their rows, what was late and how many records had which fate, how far watermarks have come, and what
 * is left to later commits, must be equal.
 */
final class StreamEquivalence {
    private static final int SOURCES = 2;
    private static final String SINK = "out";

    /** Commits that may follow one which leaves something. */
    private static final int FURTHER_MAX = 2;

    private static final List<String> LIMITS =
            List.of("maxFilesPerTrigger 1", "maxFilesPerTrigger 9", "maxBytesPerTrigger 60", "maxBytesPerTrigger 200");

    /** A change of more rows than that takes other ways; each process has another of these. */
    private static final List<Integer> DRIVER_ROWS = List.of(10_000, 3, 0);

    private final long seed;
    private final int tables;
    private final int commits;
    private final SplittableRandom random;
    private final SplittableRandom limits;
    private final Path folder;
    private final MaintenanceTally tally;
    private final SteppedClock clock = new SteppedClock();
    private final Map<String, TimedQuery> queries = new TreeMap<>();
    private int opened;
    private int late;
    private String where = "";

    StreamEquivalence(long seed, Path scratch, MaintenanceTally tally, int tables, int commits) {
        this.seed = seed;
        this.opened = (int) (seed % DRIVER_ROWS.size());
        this.tables = tables;
        this.commits = commits;
        this.random = new SplittableRandom(seed);
        this.limits = new SplittableRandom(~seed);
        this.folder = scratch.resolve("stream-equivalence-" + seed);
        this.tally = tally;
    }

    void run() throws IOException {
        TimedSources events = TimedSources.random(random, folder, SOURCES);
        List<List<Event>> added = events.change();
        List<String> lines = events.declarations();
        events.sources().forEach(source -> lines.add(source.declaration(LIMITS.get(limits.nextInt(LIMITS.size())))));
        for (int i = 0; i < tables; i++) {
            TimedQuery query = TimedQuery.random(random, SOURCES, events.step());
            queries.put("w" + i, query);
            lines.add("CREATE STREAMING TABLE w" + i + " AS " + query.ofStreams(events.sources()) + ";");
        }
        lines.add("CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM w0;");
        TimedQuery flow = TimedQuery.random(random, SOURCES, events.step());
        queries.put(SINK, flow);
        Pipelines pipelines =
                new Pipelines(compile(events, lines, flow, "embedded"), compile(events, lines, flow, "spark"));
        Optional<SparkEngine> open = Optional.empty();
        try (DuckDbEngine embedded = Engines.open(EngineOptions.at(folder.resolve("state")), clock)) {
            for (int commit = 0; commit < commits; commit++) {
                where = "streams of seed " + seed + " commit " + commit + " ";
                if (open.isPresent() && random.nextInt(3) == 0) {
                    open.get().close();
                    open = Optional.empty();
                }
                SparkEngine cluster = open.isPresent() ? open.get() : cluster(pipelines.onMany());
                open = Optional.of(cluster);
                if (!added.stream().allMatch(List::isEmpty)) {
                    commits(pipelines, embedded, cluster);
                }
                clock.step(Duration.ofSeconds(random.nextInt(5) == 0 ? 100 : 1));
                added = events.change();
            }
        } finally {
            open.ifPresent(SparkEngine::close);
        }
        tally.late(late);
    }

    /** The same definitions, with a folder of its own for the sink on each engine. */
    private record Pipelines(Pipeline onOne, Pipeline onMany) {}

    private Pipeline compile(TimedSources events, List<String> lines, TimedQuery flow, String engine)
            throws IOException {
        List<String> all = new ArrayList<>(lines);
        all.add("CREATE SINK " + SINK + " USING json OPTIONS (path '" + out(engine) + "');");
        all.add("CREATE FLOW flow AS INSERT INTO " + SINK + " BY NAME " + flow.ofStreams(events.sources()) + ";");
        return events.compile(engine + ".sql", all);
    }

    private Path out(String engine) {
        return folder.resolve("out-" + engine);
    }

    private SparkEngine cluster(Pipeline pipeline) {
        SparkEngine engine = SparkEngine.open(
                SparkOracle.start().session(pipeline.settings()).spark(),
                new SparkEngine.Options(
                        folder.resolve("warehouse").toUri().toString(),
                        UUID.randomUUID().toString(),
                        clock,
                        Duration.ZERO,
                        new SparkEngine.Limits(DRIVER_ROWS.get(opened++ % DRIVER_ROWS.size()), 0)));
        // The rows are few: compiling code for them takes longer than they do.
        engine.spark().conf().set("spark.sql.codegen.wholeStage", "false");
        engine.spark().conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        return engine;
    }

    /** Makes a commit, and some of those that read what it has left. */
    private void commits(Pipelines pipelines, DuckDbEngine embedded, SparkEngine cluster) throws IOException {
        boolean isCut = commit(pipelines, embedded, cluster);
        for (int further = limits.nextInt(FURTHER_MAX + 1); further > 0 && isCut; further--) {
            isCut = commit(pipelines, embedded, cluster);
        }
    }

    /** Makes a commit by each engine; whether it leaves something to later ones. */
    private boolean commit(Pipelines pipelines, DuckDbEngine embedded, SparkEngine cluster) throws IOException {
        Pipeline pipeline = pipelines.onOne();
        RunReport expected = Engines.run(embedded, pipeline);
        RunReport found = Engines.run(cluster, pipelines.onMany());
        found.outcomes().forEach(outcome -> outcome.result().ifPresent(result -> tally.refreshed(result.extent())));
        requireSame("outcomes", fates(expected), fates(found));
        requireSame("late rows", lateRows(embedded), lateRows(cluster));
        requireSame("progress", progress(expected), progress(found));
        requireSame("watermarks", watermarks(embedded.status(pipeline)), watermarks(pipeline));
        requireSame("files of the sink", SinkFolders.texts(out("embedded")), SinkFolders.texts(out("spark")));
        for (Dataset dataset : pipeline.datasets()) {
            tally.checked();
            RowsDifference.find(
                            Engines.rows(embedded, pipeline, dataset.name(), dataset.schema()),
                            SparkEngines.rows(cluster, dataset.name()),
                            List.of())
                    .ifPresent(text -> difference(dataset.name().simpleName() + ": " + text));
        }
        return expected.progress().values().stream().anyMatch(SourceProgress::isCut);
    }

    private void requireSame(String what, Object expected, Object found) {
        tally.checked();
        if (!expected.equals(found)) {
            difference(what + ":\n  " + found + "\ninstead of\n  " + expected);
        }
    }

    private void difference(String text) {
        tally.difference(where + text + "\n  " + queries);
    }

    /** How much of each source was read, and is left. */
    private static Map<String, SourceProgress> progress(RunReport report) {
        return new TreeMap<>(report.progress());
    }

    /** How each dataset was refreshed, and what became of the records of streams. */
    private static List<String> fates(RunReport report) {
        return report.outcomes().stream()
                .map(outcome -> outcome.name().simpleName() + " " + outcome.status() + " " + outcome.problems() + " "
                        + outcome.result().map(RefreshResult::extent) + " " + counts(outcome))
                .sorted()
                .toList();
    }

    private static Map<String, String> counts(Outcome outcome) {
        Map<String, String> counts = new TreeMap<>();
        outcome.result().map(RefreshResult::reads).orElse(Map.of()).forEach((source, read) -> {
            String name = source.replace("`", "").replaceAll(".*\\.", "");
            if (!name.equals("dim") && !read.equals(ReadCounts.NONE)) {
                counts.put(name, read.read() + " " + read.accepted() + " " + read.malformed() + " " + read.late());
            }
        });
        return counts;
    }

    /** The rows that were late so far, with the dataset and source. */
    private List<String> lateRows(DuckDbEngine engine) {
        List<String> rows = new ArrayList<>();
        engine.forEachRejected(record -> {
            if (record.kind().equals("late")) {
                rows.add(row(
                        record.reader(),
                        record.source(),
                        new String(record.record().raw(), StandardCharsets.UTF_8)));
            }
            return true;
        });
        late = rows.size();
        return rows.stream().sorted().toList();
    }

    private static List<String> lateRows(SparkEngine engine) {
        boolean hasErrors = engine.spark().sql("SHOW NAMESPACES IN leat").collectAsList().stream()
                .anyMatch(row -> row.getString(0).equals("leat"));
        if (!hasErrors) {
            return List.of();
        }
        return engine
                .spark()
                .sql("SELECT reader, source, content FROM leat.leat.errors WHERE reason = 'late'")
                .collectAsList()
                .stream()
                .map(row -> row(row.getString(0), row.getString(1), row.getString(2)))
                .sorted()
                .toList();
    }

    /** Fractions of seconds are not written with as many digits by both. */
    private static String row(String dataset, String source, String content) {
        return dataset + " " + source + " " + content.replaceAll("(:\\d\\d)\\.?(\\d*?)0*\"", "$1.$2\"");
    }

    /** The watermarks by reader and source, in microseconds. */
    private static Map<String, Long> watermarks(EngineStatus status) {
        Map<String, Long> watermarks = new TreeMap<>();
        for (EngineStatus.ReadStatus read : status.reads()) {
            read.watermark()
                    .ifPresent(time -> watermarks.put(
                            read.reader() + " " + read.source(), ChronoUnit.MICROS.between(Instant.EPOCH, time)));
        }
        return watermarks;
    }

    private Map<String, Long> watermarks(Pipeline pipeline) {
        Map<String, Long> watermarks = new TreeMap<>();
        Warehouse warehouse = Warehouse.open(folder.resolve("warehouse").toUri().toString(), new Configuration());
        WarehouseState state = CommitLog.read(warehouse);
        for (Dataset dataset : pipeline.datasets()) {
            String key = dataset.name().key();
            for (ReadTimes read : state.times(key).values()) {
                read.watermark()
                        .ifPresent(micros ->
                                watermarks.merge((key + " " + read.source()).replace("`", ""), micros, Math::min));
            }
        }
        return watermarks;
    }
}
