package dev.leat.spark.store;

import dev.leat.error.Checks;
import dev.leat.incremental.ReadTimes;
import dev.leat.move.Movement;
import dev.leat.spi.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What all commits so far have made.
 *
 * @param number of the last commit; 0 before the first
 * @param micros when it was made, in microseconds since 1970
 * @param writer who made it
 * @param tables by name
 * @param datasets by key
 * @param positions how far each dataset has read each part of each source, by the dataset's and the source's key
 * @param identity what tells the state from all others, wherever it is
 * @param arrived the number of the last commit that was made elsewhere, of a state that was moved here; else 0
 * @param times how far the event times of each dataset's reads have come, by the dataset's key and the index of the watermark
 * @param sinks what sinks have, and what waits for them
 */
public record WarehouseState(
        long number,
        long micros,
        String writer,
        Map<String, TableVersion> tables,
        Map<String, DatasetVersion> datasets,
        Map<String, Map<String, Map<String, Position>>> positions,
        String identity,
        long arrived,
        Movement movement,
        Map<String, Map<Integer, ReadTimes>> times,
        SinkState sinks) {
    /** Nothing. */
    static final WarehouseState EMPTY =
            new WarehouseState(0, 0, "", Map.of(), Map.of(), Map.of(), "", 0, Movement.NONE, Map.of(), SinkState.EMPTY);

    public WarehouseState {
        tables = Map.copyOf(tables);
        datasets = Map.copyOf(datasets);
        positions = Map.copyOf(positions);
        // Not in checkpoints of before states could be moved, or sinks written.
        identity = Optional.ofNullable(identity).orElse("");
        movement = Optional.ofNullable(movement).orElse(Movement.NONE);
        times = Map.copyOf(Optional.ofNullable(times).orElse(Map.of()));
        sinks = Optional.ofNullable(sinks).orElse(SinkState.EMPTY);
    }

    /** This after the next commit. */
    WarehouseState with(CommitEntry entry) {
        Checks.verify(entry.number() == number + 1, "commits follow each other");
        boolean arrives = entry.continued() > 0;
        Map<String, TableVersion> newTables = arrives ? new TreeMap<>() : new TreeMap<>(tables);
        newTables.putAll(entry.tables());
        entry.dropped().forEach(newTables::remove);
        Map<String, DatasetVersion> newDatasets = arrives ? new TreeMap<>() : new TreeMap<>(datasets);
        newDatasets.putAll(entry.datasets());
        Map<String, Map<String, Map<String, Position>>> newPositions =
                arrives ? new TreeMap<>() : new TreeMap<>(positions);
        newPositions.putAll(entry.positions());
        Map<String, Map<Integer, ReadTimes>> newTimes = arrives ? new TreeMap<>() : new TreeMap<>(times);
        newTimes.putAll(entry.times());
        Movement now = entry.movement().isEmpty() ? movement : entry.movement().get(0);
        return new WarehouseState(
                Math.max(entry.number(), entry.continued()),
                entry.micros(),
                entry.writer(),
                newTables,
                newDatasets,
                newPositions,
                entry.identity().isEmpty() ? identity : entry.identity(),
                arrives ? now.commit() : arrived,
                now,
                newTimes,
                (arrives ? SinkState.EMPTY : sinks).with(entry.sinks()));
    }

    /** A table, if it is there. */
    public Optional<TableVersion> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** A table that is there. */
    public TableVersion require(String name) {
        return table(name).orElseThrow();
    }

    /** A dataset, if it was computed. */
    public Optional<DatasetVersion> dataset(String key) {
        return Optional.ofNullable(datasets.get(key));
    }

    /** How far a dataset has read a source. */
    public Map<String, Position> positions(String dataset, String source) {
        Map<String, Map<String, Position>> sources = positions.getOrDefault(dataset, Map.of());
        return sources.getOrDefault(source, Map.of());
    }

    /** How far each dataset that has read a source has read each part of it. */
    public List<Map<String, Position>> readers(String source) {
        return positions.values().stream()
                .map(sources -> sources.getOrDefault(source, Map.of()))
                .filter(parts -> !parts.isEmpty())
                .toList();
    }

    /** How far the event times of a dataset's reads have come, by the index of the watermark. */
    public Map<Integer, ReadTimes> times(String dataset) {
        return times.getOrDefault(dataset, Map.of());
    }
}
