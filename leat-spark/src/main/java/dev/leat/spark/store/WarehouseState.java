package dev.leat.spark.store;

import dev.leat.error.Checks;
import dev.leat.spi.Position;
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
 */
public record WarehouseState(
        long number,
        long micros,
        String writer,
        Map<String, TableVersion> tables,
        Map<String, DatasetVersion> datasets,
        Map<String, Map<String, Map<String, Position>>> positions) {
    /** Nothing. */
    static final WarehouseState EMPTY = new WarehouseState(0, 0, "", Map.of(), Map.of(), Map.of());

    public WarehouseState {
        tables = Map.copyOf(tables);
        datasets = Map.copyOf(datasets);
        positions = Map.copyOf(positions);
    }

    /** This after the next commit. */
    WarehouseState with(CommitEntry entry) {
        Checks.verify(entry.number() == number + 1, "commits follow each other");
        Map<String, TableVersion> newTables = new TreeMap<>(tables);
        newTables.putAll(entry.tables());
        entry.dropped().forEach(newTables::remove);
        Map<String, DatasetVersion> newDatasets = new TreeMap<>(datasets);
        newDatasets.putAll(entry.datasets());
        Map<String, Map<String, Map<String, Position>>> newPositions = new TreeMap<>(positions);
        newPositions.putAll(entry.positions());
        return new WarehouseState(entry.number(), entry.micros(), entry.writer(), newTables, newDatasets, newPositions);
    }

    /** A table, if it is there. */
    public Optional<TableVersion> table(String name) {
        return Optional.ofNullable(tables.get(name));
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

    /** How far those datasets have read a source that have read furthest, by the file. */
    public Map<String, Position> furthest(String source) {
        Map<String, Position> furthest = new TreeMap<>();
        positions
                .values()
                .forEach(sources -> sources.getOrDefault(source, Map.of())
                        .forEach((file, position) -> furthest.merge(
                                file, position, (one, other) -> one.end() >= other.end() ? one : other)));
        return furthest;
    }
}
