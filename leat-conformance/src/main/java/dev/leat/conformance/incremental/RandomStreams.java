package dev.leat.conformance.incremental;

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
import dev.leat.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private final long seed;
    private final SplittableRandom random;
    private final Path folder;
    private final SteppedClock clock = new SteppedClock();
    private final List<Table> tables = new ArrayList<>();
    private final MaintenanceTally tally;
    private TimedSources events = TimedSources.NONE;
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
        events = TimedSources.random(random, folder, SOURCES);
        for (int i = 0; i < TABLES; i++) {
            tables.add(new Table("w" + i, TimedQuery.random(random, SOURCES, events.step()), events.sources()));
        }
        List<List<Event>> added = events.change();
        Pipeline streams = events.compile("p.sql", streams());
        copies();
        Pipeline whole = events.compile("whole.sql", whole());
        while (commit++ < COMMITS) {
            if (!added.stream().allMatch(List::isEmpty)) {
                commit(streams, whole, added);
            }
            clock.step(Duration.ofSeconds(random.nextInt(5) == 0 ? 100 : 1));
            added = events.change();
        }
    }

    private List<String> streams() throws IOException {
        List<String> lines = events.declarations();
        events.sources().forEach(source -> lines.add(source.declaration()));
        tables.forEach(table -> lines.add(
                "CREATE STREAMING TABLE " + table.name + " AS " + table.query.ofStreams(events.sources()) + ";"));
        return lines;
    }

    private List<String> whole() throws IOException {
        List<String> lines = events.declarations();
        for (Table table : tables) {
            String prefix = table.name + "_";
            for (int i = 0; i < table.accepted.size(); i++) {
                EventSource source =
                        events.sources().get(table.query.reads().get(i).source());
                lines.add(source.declaration(prefix + i, folder.resolve(prefix + i)));
            }
            lines.add("CREATE MATERIALIZED VIEW " + table.name + " AS " + table.query.ofTables(prefix) + ";");
        }
        return lines;
    }

    private void copies() throws IOException {
        for (Table table : tables) {
            for (int i = 0; i < table.accepted.size(); i++) {
                EventSource source =
                        events.sources().get(table.query.reads().get(i).source());
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
            boolean isOrdered = events.sources()
                    .get(read.source())
                    .isOrderedWithin(read.delay().orElse(Long.MAX_VALUE));
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
                + table.query.ofStreams(events.sources()));
    }
}
