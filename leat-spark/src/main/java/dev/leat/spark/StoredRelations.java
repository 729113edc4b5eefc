package dev.leat.spark;

import dev.leat.json.SchemaJson;
import dev.leat.pipeline.DatasetKind;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.StoredDataset;
import dev.leat.type.EpochMicros;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a commit has left for queries: the datasets, and the rows that their expectations keep out of them. */
final class StoredRelations {
    private final WarehouseState state;
    private final Map<String, Stored> relations = new TreeMap<>();

    StoredRelations(WarehouseState state) {
        this.state = state;
        state.datasets().forEach((key, version) -> add(version));
        state.datasets().forEach((key, version) -> relations.put(key, dataset(version)));
    }

    /**
     * A dataset, or the quarantine of one.
     *
     * @param version of its table; absent where that has nothing yet
     */
    record Stored(
            RelationName name,
            String kind,
            List<Field> columns,
            String table,
            Optional<TableVersion> version,
            DatasetVersion dataset) {
        Stored {
            columns = List.copyOf(columns);
        }

        long rows() {
            return version.map(TableVersion::rows).orElse(0L);
        }

        boolean isQuarantine() {
            return kind.equals(DatasetKind.QUARANTINE);
        }
    }

    private Stored dataset(DatasetVersion version) {
        return new Stored(
                RelationName.ofKey(version.name()),
                version.kind(),
                SchemaJson.read(version.columns()),
                version.table(),
                state.table(version.table()),
                version);
    }

    private void add(DatasetVersion version) {
        Quarantine quarantine = Quarantine.of(RelationName.ofKey(version.name()), SchemaJson.read(version.columns()));
        String table = TableNames.dataset(quarantine.name());
        Optional<TableVersion> there = state.table(table);
        if (there.isPresent()) {
            relations.put(
                    quarantine.name().key(),
                    new Stored(quarantine.name(), DatasetKind.QUARANTINE, quarantine.schema(), table, there, version));
        }
    }

    /** All, by name. */
    List<Stored> all() {
        return List.copyOf(relations.values());
    }

    /** One, if it was computed. */
    Optional<Stored> find(RelationName name) {
        return Optional.ofNullable(relations.get(name.key()));
    }

    /** All, as the user is told of them. */
    List<StoredDataset> datasets() {
        return relations.values().stream()
                .map(stored -> new StoredDataset(
                        stored.name(),
                        stored.kind(),
                        stored.columns(),
                        stored.rows(),
                        EpochMicros.instant(stored.dataset().refreshedMicros()),
                        stored.dataset().seen()))
                .toList();
    }
}
