package dev.leat.duckdb;

import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.DeliveryLog;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.store.WatermarkLog;
import dev.leat.error.LeatException;
import dev.leat.incremental.ReadTimes;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.Source;
import dev.leat.plan.RelationName;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.EngineStatus.CommitStatus;
import dev.leat.spi.EngineStatus.ReadStatus;
import dev.leat.spi.EngineStatus.SinkStatus;
import dev.leat.spi.EngineStatus.TableStatus;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceReaders;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the status of a pipeline from the tables of the state, and from the sources how much they hold. */
final class StatusReader {
    private final DuckDbEngine engine;
    private final Database database;
    private final SourceReaders readers;
    private final Map<String, Optional<Map<String, Long>>> ends = new HashMap<>();

    StatusReader(DuckDbEngine engine, SourceReaders readers) {
        this.engine = engine;
        this.database = engine.database();
        this.readers = readers;
    }

    EngineStatus read(Pipeline pipeline) throws SQLException {
        return new EngineStatus(
                engine.log().last().number(), last(), database.bytes(), tables(), reads(pipeline), sinks(pipeline));
    }

    private Optional<CommitStatus> last() throws SQLException {
        CommitStamp last = engine.log().last();
        if (last.number() == 0) {
            return Optional.empty();
        }
        long micros = database.number("SELECT sum(micros)::BIGINT FROM leat.outcomes WHERE commit = " + last.number());
        return Optional.of(new CommitStatus(last.number(), last.published(), Duration.of(micros, ChronoUnit.MICROS)));
    }

    private List<TableStatus> tables() throws SQLException {
        List<TableStatus> tables = new ArrayList<>();
        for (CommitLog.DatasetRow dataset : engine.log().datasets()) {
            RelationName name = new RelationName(dataset.name());
            Optional<MaintenanceLog.Row> row = engine.maintenance().find(name.key());
            tables.add(new TableStatus(
                    name,
                    dataset.rows(),
                    row.map(MaintenanceLog.Row::changed).orElse(0L),
                    stored(row.map(MaintenanceLog.Row::states).orElse(List.of()))));
        }
        return tables;
    }

    /** Counted: the size that the database estimates has rows that were deleted. What several share is counted for each. */
    private long stored(List<String> states) throws SQLException {
        long stored = 0;
        for (String state : states) {
            stored += database.number("SELECT count(*) FROM " + TableNames.state(state));
        }
        return stored;
    }

    /** Readers with what they have read; counts are those since the reader last read all. */
    private List<ReadStatus> reads(Pipeline pipeline) throws SQLException {
        record Read(String reader, String source) {}
        Map<Read, Map<String, Long>> positions = new java.util.LinkedHashMap<>();
        rows(
                "SELECT dataset, source, part, next FROM leat.positions WHERE NOT contains(part, '//')"
                        + " ORDER BY dataset, source, part",
                row -> positions
                        .computeIfAbsent(new Read(row.getString(1), row.getString(2)), key -> new HashMap<>())
                        .put(row.getString(3), row.getLong(4)));
        List<ReadStatus> reads = new ArrayList<>();
        for (Map.Entry<Read, Map<String, Long>> read : positions.entrySet()) {
            Optional<Source> source = pipeline.sources().stream()
                    .filter(candidate ->
                            candidate.name().key().equals(read.getKey().source()))
                    .findFirst();
            reads.add(new ReadStatus(
                    read.getKey().reader().replace("`", ""),
                    read.getKey().source().replace("`", ""),
                    read.getValue().size(),
                    read.getValue().values().stream().mapToLong(Long::longValue).sum(),
                    source.map(found -> lag(found, read.getValue())).orElse(OptionalLong.empty()),
                    watermark(read.getKey().reader(), read.getKey().source()),
                    counts(read.getKey().reader(), read.getKey().source())));
        }
        return reads;
    }

    private Optional<Instant> watermark(String reader, String source) throws SQLException {
        return ReadTimes.watermark(new WatermarkLog(database).find(reader).values(), source);
    }

    private OptionalLong lag(Source source, Map<String, Long> positions) {
        Optional<Map<String, Long>> parts = ends.computeIfAbsent(source.name().key(), key -> ends(source));
        return parts.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(parts.get().entrySet().stream()
                        .mapToLong(part -> Math.max(0, part.getValue() - positions.getOrDefault(part.getKey(), 0L)))
                        .sum());
    }

    private Optional<Map<String, Long>> ends(Source source) {
        try {
            Map<String, Long> found = new HashMap<>();
            for (SourcePart part : readers.open(source.definition().withSchema(source.schema()))
                    .parts()) {
                found.put(part.name(), part.end());
            }
            return Optional.of(found);
        } catch (LeatException e) {
            return Optional.empty();
        }
    }

    /** Names of readers are keys where positions are, with the flow behind a stroke. */
    private ReadCounts counts(String reader, String source) throws SQLException {
        return engine.totals().find(reader.split("/", -1)[0].replace("`", ""), source.replace("`", ""));
    }

    private List<SinkStatus> sinks(Pipeline pipeline) throws SQLException {
        List<SinkStatus> sinks = new ArrayList<>();
        List<DeliveryLog.Delivery> pending = new DeliveryLog(engine.database()).pending();
        for (Sink sink : pipeline.sinks()) {
            String key = sink.name().key();
            long outside =
                    pending.stream().filter(row -> row.sink().equals(key)).count();
            long files = database.number("SELECT count(*) FROM leat.outbox WHERE sink = '"
                    + sink.name().toString().replace("'", "''") + "'");
            sinks.add(new SinkStatus(
                    sink.name(), outside + files, engine.outside().failure(key).map(LeatException::getMessage)));
        }
        return sinks;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    private interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, RowMapper<T> mapper) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(mapper.map(row));
            }
        }
        return rows;
    }
}
