package dev.leat.spark;

import dev.leat.fault.FaultPoint;
import dev.leat.incremental.ClusterSupport;
import dev.leat.incremental.ReadTimes;
import dev.leat.json.SchemaJson;
import dev.leat.move.Bundle;
import dev.leat.move.Bundle.BundleDataset;
import dev.leat.move.Bundle.BundleFile;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.BundleFolder;
import dev.leat.move.MoveListener;
import dev.leat.move.Movement;
import dev.leat.move.RecordTable;
import dev.leat.move.RowSum;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.Warehouse;
import dev.leat.type.EpochMicros;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Takes the state of a bundle into a warehouse: each table is written by one Iceberg commit and compared with what has left; then one entry
 * of the log puts all of them in place of what is there.
 */
final class WarehouseImport {
    private final SparkSession spark;
    private final Warehouse warehouse;
    private final CommitLog log;
    private final CommitTables tables;
    private final SparkTables writer;
    private final Bundle bundle;
    private final MoveListener listener;
    private final Map<String, Dataset> definitions = new HashMap<>();

    WarehouseImport(
            SparkSession spark,
            Warehouse warehouse,
            CommitLog log,
            CommitTables tables,
            SparkTables writer,
            Bundle bundle,
            MoveListener listener) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.log = log;
        this.tables = tables;
        this.writer = writer;
        this.bundle = bundle;
        this.listener = listener;
    }

    /** Takes it; nothing is changed if that fails. Returns the tables that are of no use any more. */
    List<String> take(Pipeline pipeline, BundleFolder folder, Movement.Place from) {
        pipeline.datasets().forEach(dataset -> definitions.put(dataset.name().key(), dataset));
        copy(folder);
        try {
            return write(from);
        } catch (RuntimeException e) {
            tables.takeBack();
            throw e;
        }
    }

    private void copy(BundleFolder folder) {
        folder.requireWhole(bundle);
        warehouse.removeFolder(WarehouseMove.FOLDER);
        for (BundleTable table : bundle.tables()) {
            for (BundleFile file : table.files()) {
                warehouse.put(folder.path(file.path()), WarehouseMove.FOLDER + "/" + file.path());
            }
        }
        FaultPoint.BUNDLE_COPIED.reach();
    }

    private List<String> write(Movement.Place from) {
        Map<String, DatasetVersion> datasets = new TreeMap<>();
        bundle.datasets().forEach((key, dataset) -> {
            boolean isKnown =
                    dataset.isQuarantine() || !dataset.program().program().isEmpty();
            if (isKnown) {
                writeResult(key, dataset);
            }
            if (isKnown && !dataset.isQuarantine()) {
                datasets.put(key, version(key, dataset));
            }
        });
        for (RecordTable record : RecordTable.values()) {
            // Watermarks and what sinks have are part of the commit's file.
            if (record != RecordTable.WATERMARKS && record != RecordTable.SINK_FILES) {
                bundle.record(record).filter(table -> table.rows() > 0).ifPresent(table -> writeRecord(record, table));
            }
        }
        FaultPoint.TRANSACTION_WRITTEN.reach();
        Map<String, TableVersion> written = tables.written();
        List<String> dropped = new ArrayList<>(log.state().tables().keySet());
        dropped.removeAll(written.keySet());
        log.add(new CommitEntry(
                log.state().number() + 1,
                Math.max(EpochMicros.of(log.nextTime()), bundle.micros()),
                log.writer(),
                written,
                List.of(),
                datasets,
                MovedParts.here(bundle.positions()),
                List.of(),
                bundle.identity(),
                Math.max(1, bundle.commit()),
                List.of(new Movement(Movement.Stage.HERE, from, bundle.commit())),
                times(),
                MovedSinks.here(bundle.readers(), record(RecordTable.SINK_FILES))));
        FaultPoint.TRANSACTION_COMMITTED.reach();
        return dropped;
    }

    private Map<String, Map<Integer, ReadTimes>> times() {
        return MovedTimes.here(record(RecordTable.WATERMARKS));
    }

    private List<Row> record(RecordTable record) {
        return bundle.record(record)
                .filter(table -> table.rows() > 0)
                .map(table -> rows(table, record.columns()).collectAsList())
                .orElse(List.of());
    }

    private void writeResult(String key, BundleDataset dataset) {
        BundleTable moved = bundle.require(dataset.table());
        List<Field> columns = SchemaJson.read(moved.columns());
        RelationName name = RelationName.ofKey(dataset.name());
        SparkTypes.requireStorable(columns, name.simpleName());
        List<String> partitioning = Optional.ofNullable(definitions.get(key))
                .map(SparkRefresh::partitioning)
                .orElse(List.of());
        String table = TableNames.dataset(name);
        write(moved, table, () -> writer.write(table, rows(moved, columns), partitioning), columns);
    }

    private void write(BundleTable moved, String table, Supplier<TableVersion> write, List<Field> columns) {
        TableVersion version = tables.write(table, write);
        RowSum sum = NeutralRows.sum(
                NeutralRows.of(spark.sql("SELECT * FROM " + SparkTables.relation(table, version, columns)), columns),
                columns);
        BundleFolder.requireSame(moved, sum);
        listener.moved("arrived", moved);
    }

    private org.apache.spark.sql.Dataset<Row> rows(BundleTable moved, List<Field> columns) {
        String[] paths = moved.files().stream()
                .map(file -> warehouse.location() + "/" + WarehouseMove.FOLDER + "/" + file.path())
                .toArray(String[]::new);
        return NeutralRows.restored(spark.read().parquet(paths), columns);
    }

    /** With the rows of its operators, if this engine can keep them all. */
    private DatasetVersion version(String key, BundleDataset dataset) {
        boolean canKeep = dataset.states().values().stream()
                .allMatch(state -> SchemaJson.read(bundle.require(state).columns()).stream()
                        .allMatch(column -> SparkTypes.isGroupable(column.type())
                                && ClusterSupport.withoutTable(column.type()).isEmpty()));
        List<String> states = new ArrayList<>();
        if (canKeep) {
            new TreeMap<>(dataset.states()).forEach((index, state) -> {
                BundleTable moved = bundle.require(state);
                List<Field> columns = SchemaJson.read(moved.columns());
                String table = TableNames.state(key + "$" + index);
                write(moved, table, () -> writer.writeState(table, rows(moved, columns)), columns);
                states.add(key + "$" + index);
            });
        }
        return new DatasetVersion(
                dataset.name(),
                dataset.kind(),
                dataset.columns(),
                dataset.program().program(),
                dataset.program().since(),
                dataset.program().seen(),
                dataset.program().changed(),
                dataset.refreshedMicros(),
                TableNames.dataset(RelationName.ofKey(dataset.name())),
                states);
    }

    private void writeRecord(RecordTable record, BundleTable moved) {
        org.apache.spark.sql.Dataset<Row> rows = rows(moved, record.columns());
        String table = MovedRecords.table(record);
        write(moved, table, () -> writer.write(table, rows, List.of()), record.columns());
        if (record == RecordTable.ERRORS) {
            tables.write(
                    TableNames.ERRORS, () -> writer.write(TableNames.ERRORS, MovedRecords.errors(rows), List.of()));
        }
    }
}
