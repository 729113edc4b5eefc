package dev.leat.spark;

import dev.leat.error.LeatException;
import dev.leat.incremental.ReadTimes;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.spark.read.SparkSources;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.EngineStatus.ReadStatus;
import dev.leat.spi.EngineStatus.SinkStatus;
import dev.leat.spi.EngineStatus.TableStatus;
import dev.leat.spi.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The status of a pipeline, by what the commits of a warehouse say, and by how much the sources hold. */
final class WarehouseStatus {
    /** Between the name and the number of a part that has lost the name; files of a file system may have two strokes after its scheme. */
    private static final String ASIDE = "//";

    private final WarehouseState state;
    private final CommitRecords records;
    private final SparkSources sources;
    private final Map<String, Optional<Map<String, Position>>> held = new HashMap<>();

    WarehouseStatus(WarehouseState state, CommitRecords records, SparkSources sources) {
        this.state = state;
        this.records = records;
        this.sources = sources;
    }

    /**
     * Finds it.
     *
     * @param bytes of the warehouse
     * @param sinks what they have not got yet
     */
    EngineStatus find(Pipeline pipeline, long bytes, List<SinkStatus> sinks) {
        Optional<EngineStatus.CommitStatus> last = records.last();
        return new EngineStatus(
                last.map(EngineStatus.CommitStatus::number).orElse(0L),
                last,
                bytes,
                new StoredRelations(state).all().stream().map(this::table).toList(),
                reads(pipeline),
                sinks);
    }

    private TableStatus table(StoredRelations.Stored stored) {
        return stored.isQuarantine()
                ? new TableStatus(stored.name(), stored.rows(), 0, 0)
                : new TableStatus(
                        stored.name(),
                        stored.rows(),
                        stored.dataset().changed(),
                        stored.dataset().states().stream()
                                .mapToLong(name -> state.table(TableNames.state(name))
                                        .map(TableVersion::rows)
                                        .orElse(0L))
                                .sum());
    }

    /** Readers with what they have read; counts are those since the reader last read all. */
    private List<ReadStatus> reads(Pipeline pipeline) {
        List<ReadStatus> reads = new ArrayList<>();
        new TreeMap<>(state.positions())
                .forEach((reader, read) -> new TreeMap<>(read).forEach((source, positions) -> {
                    if (!positions.isEmpty()) {
                        reads.add(read(pipeline, reader, source, positions));
                    }
                }));
        return reads;
    }

    private ReadStatus read(Pipeline pipeline, String reader, String source, Map<String, Position> all) {
        Map<String, Position> positions = new TreeMap<>(all);
        positions.keySet().removeIf(WarehouseStatus::isAside);
        Optional<Source> definition = pipeline.sources().stream()
                .filter(candidate -> candidate.name().key().equals(source))
                .findFirst();
        return new ReadStatus(
                reader.replace("`", ""),
                source.replace("`", ""),
                positions.size(),
                positions.values().stream().mapToLong(Position::end).sum(),
                definition.map(found -> lag(found, positions)).orElse(OptionalLong.empty()),
                ReadTimes.watermark(state.times(reader).values(), source),
                records.counts(reader, source));
    }

    private static boolean isAside(String part) {
        return part.indexOf(ASIDE, part.indexOf("://") + ASIDE.length() + 1) >= 0;
    }

    private OptionalLong lag(Source source, Map<String, Position> positions) {
        Optional<Map<String, Position>> parts =
                held.computeIfAbsent(source.name().key(), key -> held(source));
        return parts.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(parts.get().entrySet().stream()
                        .mapToLong(part -> Math.max(0, part.getValue().end() - end(positions, part.getKey())))
                        .sum());
    }

    private static long end(Map<String, Position> positions, String part) {
        return Optional.ofNullable(positions.get(part)).map(Position::end).orElse(0L);
    }

    private Optional<Map<String, Position>> held(Source source) {
        try {
            return Optional.of(sources.open(source).positions());
        } catch (LeatException e) {
            return Optional.empty();
        }
    }
}
