package dev.leat.duckdb;

import dev.leat.duckdb.store.CommitLog.DatasetRow;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetKind;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.spi.StoredDataset;
import java.time.Instant;

/** Datasets as rows of the commit log. */
final class StoredColumns {
    private StoredColumns() {}

    static DatasetRow row(Dataset dataset, long rows, Instant refreshed, long commit) {
        return new DatasetRow(
                dataset.name().key(),
                dataset.name().parts(),
                DatasetKind.of(dataset),
                SchemaJson.write(dataset.schema()),
                rows,
                refreshed,
                commit);
    }

    /** The row of a quarantine, which is read like a dataset. */
    static DatasetRow row(Quarantine quarantine, long rows, Instant refreshed, long commit) {
        return new DatasetRow(
                quarantine.name().key(),
                quarantine.name().parts(),
                DatasetKind.QUARANTINE,
                SchemaJson.write(quarantine.schema()),
                rows,
                refreshed,
                commit);
    }

    static StoredDataset dataset(DatasetRow row) {
        return new StoredDataset(
                new RelationName(row.name()),
                row.kind(),
                SchemaJson.read(row.columns()),
                row.rows(),
                row.refreshed(),
                row.commit());
    }
}
