package dev.leat.conformance.incremental;

import dev.leat.conformance.incremental.EventSource.Format;
import dev.leat.conformance.incremental.EventSource.Idle;
import dev.leat.conformance.incremental.EventSource.Times;
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
import dev.leat.spi.Outcome;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Streaming tables of groups below watermarks. After each commit the rows that were late are those that their definition
 * says, each record was accepted, malformed or late, and each table is its query over the records that were not late.
 */
final class RandomStreams {
    private static final int SOURCES = 2;
    private static final int TABLES = 7;
    private static final int COMMITS = 8;

    /** Times around which clocks change, or the sign of a time does. */
    private static final List<String> STARTS = List.of(
            "2026-03-28T22:00:00Z",
            "2026-10-24T22:00:00Z",
            "1969-12-31T22:00:00Z",
            "2011-12-29T22:00:00Z",
            "1890-01-01T00:00:00Z");

    private static final List<Long> STEPS = List.of(1L, 60L, 3600L, 7L * 3600);

    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia");

    private static final List<Idle> IDLE = List.of(
            new Idle(Optional.empty(), Optional.of(Duration.ofMinutes(1))),
            new Idle(Optional.of("2 seconds"), Optional.of(Duration.ofSeconds(2))),
            new Idle(Optional.of("1 minute 45 seconds"), Optional.of(Duration.ofSeconds(105))),
            new Idle(Optional.of("never"), Optional.empty()));

    private final long seed;
    private final SplittableRandom random;
    private final Path folder;
    private final SteppedClock clock = new SteppedClock();
    private final List<EventSource> sources = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final MaintenanceTally tally;
    private int commit;

    RandomStreams(long seed, Path scratch, MaintenanceTally tally) {
        this.seed = seed;
        this.tally = tally;
        this.random = new SplittableRandom(seed);
        this.folder = scratch.resolve("streams-" + seed);
    }

    /** A streaming table and what it should have read. */
    private static final class Table {
        private final String name;
        private final TimedQuery query;
        private final ExpectedWatermarks watermarks;
        private final List<List<Event>> accepted = new ArrayList<>();
        private long records;

        Table(String name, TimedQuery query, List<EventSource> sources) {
            this.name = name;
            this.query = query;
            this.watermarks = new ExpectedWatermarks(query, sources);
            query.reads().forEach(read -> accepted.add(new ArrayList<>()));
        }

        /** The records of a commit that are late. */
        List<List<Event>> take(List<List<Event>> added, Instant now) {
            List<List<Event>> read =
                    query.reads().stream().map(each -> added.get(each.source())).toList();
            records += read.stream().mapToLong(List::size).sum();
            if (read.stream().allMatch(List::isEmpty)) {
                return read;
            }
            List<List<Event>> late = watermarks.take(
                    read.stream()
                            .map(events -> events.stream().filter(query::reads).toList())
                            .toList(),
                    now);
            for (int i = 0; i < read.size(); i++) {
                accepted.get(i).addAll(read.get(i));
                accepted.get(i).removeAll(late.get(i));
            }
            return late;
        }
    }

    void run() throws IOException {
        Files.createDirectories(folder);
        Idle setting = pick(IDLE);
        String settings = "SET spark.sql.session.timeZone = " + pick(ZONES) + ";"
                + setting.option()
                        .map(time -> "\nSET leat.watermark.idleTimeout = " + time + ";")
                        .orElse("");
        long step = pick(STEPS);
        long start = Instant.parse(pick(STARTS)).getEpochSecond();
        for (int i = 0; i < SOURCES; i++) {
            Format format = pick(List.of(Format.values()));
            Times times = new Times(start, step, random.nextLong(3) * 4 * step, random.nextBoolean());
            sources.add(
                    new EventSource(random.split(), folder.resolve("e" + i), "e" + i, format, times, idle(setting)));
        }
        for (int i = 0; i < TABLES; i++) {
            tables.add(new Table("w" + i, TimedQuery.random(random, SOURCES, step), sources));
        }
        List<List<Event>> added = change();
        Pipeline streams = compile("p.sql", streams(settings));
        copies();
        Pipeline whole = compile("whole.sql", whole(settings));
        while (commit++ < COMMITS) {
            if (!added.stream().allMatch(List::isEmpty)) {
                commit(streams, whole, added);
            }
            clock.step(Duration.ofSeconds(random.nextInt(5) == 0 ? 100 : 1));
            added = change();
        }
    }

    /** That of a source, which does without the project's where it has one of its own. */
    private Idle idle(Idle setting) {
        Idle own = pick(IDLE);
        return own.option().isPresent() ? own : new Idle(Optional.empty(), setting.time());
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private List<List<Event>> change() throws IOException {
        List<List<Event>> added = new ArrayList<>();
        for (EventSource source : sources) {
            added.add(source.change());
        }
        return added;
    }

    private List<String> streams(String settings) throws IOException {
        List<String> lines = declarations(settings);
        sources.forEach(source -> lines.add(source.declaration()));
        tables.forEach(table ->
                lines.add("CREATE STREAMING TABLE " + table.name + " AS " + table.query.ofStreams(sources) + ";"));
        return lines;
    }

    private List<String> whole(String settings) throws IOException {
        List<String> lines = declarations(settings);
        for (Table table : tables) {
            String prefix = table.name + "_";
            for (int i = 0; i < table.accepted.size(); i++) {
                EventSource source = sources.get(table.query.reads().get(i).source());
                lines.add(source.declaration(prefix + i, folder.resolve(prefix + i)));
            }
            lines.add("CREATE MATERIALIZED VIEW " + table.name + " AS " + table.query.ofTables(prefix) + ";");
        }
        return lines;
    }

    private List<String> declarations(String settings) throws IOException {
        Path file = folder.resolve("dim.csv");
        Files.writeString(file, "a,one\nb,two\nb,three\n");
        return new ArrayList<>(List.of(
                settings, "CREATE TABLE dim (id string, name string) USING csv OPTIONS (path '" + file + "');"));
    }

    private Pipeline compile(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, String.join("\n", lines) + "\n");
        CompiledProject compiled =
                new ProjectCompiler(new SparkFileReaders()).compile(ProjectTexts.read(ProjectLocation.of(file)));
        return compiled.require();
    }

    private void copies() throws IOException {
        for (Table table : tables) {
            for (int i = 0; i < table.accepted.size(); i++) {
                EventSource source = sources.get(table.query.reads().get(i).source());
                source.copy(folder.resolve(table.name + "_" + i), table.accepted.get(i));
            }
        }
    }

    private void commit(Pipeline streams, Pipeline whole, List<List<Event>> added) throws IOException {
        try (DuckDbEngine engine = Engines.open(EngineOptions.at(folder.resolve("state")), clock)) {
            run(streams, engine, CommitTerms.DEFAULT);
        }
        try (RecordedFates fates = new RecordedFates(folder.resolve("state"))) {
            for (Table table : tables) {
                List<List<Event>> late = table.take(added, clock.instant());
                requireLate(table, late, fates);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        copies();
        try (DuckDbEngine expected = Engines.open(EngineOptions.inMemory(), clock);
                DuckDbEngine engine = Engines.open(EngineOptions.at(folder.resolve("state")), clock)) {
            run(whole, expected, CommitTerms.on(CommitTerms.Basis.NOTHING));
            for (Table table : tables) {
                Dataset found = dataset(streams, table);
                tally.checked();
                RowsDifference.find(
                                Engines.rows(
                                        expected, whole, dataset(whole, table).name(), found.schema()),
                                Engines.rows(engine, streams, found.name(), found.schema()),
                                List.of())
                        .ifPresent(text -> difference(table, text));
            }
        }
    }

    private static Dataset dataset(Pipeline pipeline, Table table) {
        return pipeline.datasets().stream()
                .filter(dataset -> dataset.name().simpleName().equals(table.name))
                .findFirst()
                .orElseThrow();
    }

    private void run(Pipeline pipeline, DuckDbEngine engine, CommitTerms terms) {
        RunReport report = new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), terms);
        for (Outcome outcome : report.outcomes()) {
            outcome.result().ifPresent(result -> tally.refreshed(result.extent()));
            if (outcome.status() != Outcome.Status.REFRESHED) {
                tally.difference("streams of seed " + seed + ": " + outcome.name() + " " + outcome.problems());
            }
        }
    }

    private void requireLate(Table table, List<List<Event>> late, RecordedFates fates) throws SQLException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < late.size(); i++) {
            TimedQuery.Read read = table.query.reads().get(i);
            boolean isOrdered =
                    sources.get(read.source()).isOrderedWithin(read.delay().orElse(Long.MAX_VALUE));
            if (isOrdered && late.size() == 1 && !late.get(0).isEmpty()) {
                difference(table, "late " + late + " though in order");
            }
            late.get(i).forEach(event -> expected.add(event.file() + " " + event.position()));
        }
        tally.late(expected.size());
        List<String> found = fates.late(table.name);
        // A record that made several rows is late with each of them.
        boolean isSame = table.query.sql().contains("explode")
                ? new TreeSet<>(expected).equals(new TreeSet<>(found))
                : expected.stream()
                        .sorted()
                        .toList()
                        .equals(found.stream().sorted().toList());
        if (!isSame) {
            difference(table, "late " + found + " instead of " + expected);
        }
        List<String> counted = fates.counted(table.name);
        if (!counted.equals(List.of(Long.toString(table.records)))) {
            difference(table, counted + " records are counted instead of " + table.records);
        }
    }

    private void difference(Table table, String text) {
        tally.difference("streams of seed " + seed + " commit " + commit + " " + table.name + ": " + text + "\n  "
                + table.query.ofStreams(sources));
    }
}
