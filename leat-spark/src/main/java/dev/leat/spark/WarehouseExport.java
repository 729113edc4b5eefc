package dev.leat.spark;

import dev.leat.fault.FaultPoint;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.json.SchemaJson;
import dev.leat.move.Bundle;
import dev.leat.move.Bundle.BundleDataset;
import dev.leat.move.Bundle.BundleFile;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.Bundle.Content;
import dev.leat.move.Bundle.Program;
import dev.leat.move.BundleFolder;
import dev.leat.move.MoveListener;
import dev.leat.move.RecordTable;
import dev.leat.move.RowSum;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetKind;
import dev.leat.pipeline.Quarantine;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.Warehouse;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.Position;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes the state of a warehouse into a bundle: the executors write the files below the warehouse, the driver fetches them. */
final class WarehouseExport {
    private final SparkSession spark;
    private final Warehouse warehouse;
    private final WarehouseState state;
    private final PreparedPipeline prepared;
    private final BundleFolder folder;
    private final MoveListener listener;
    private final List<BundleTable> tables = new ArrayList<>();

    WarehouseExport(
            SparkSession spark,
            Warehouse warehouse,
            WarehouseState state,
            PreparedPipeline prepared,
            BundleFolder folder,
            MoveListener listener) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.state = state;
        this.prepared = prepared;
        this.folder = folder;
        this.listener = listener;
    }

    Bundle write() {
        folder.begin();
        warehouse.removeFolder(WarehouseMove.FOLDER);
        Map<String, BundleDataset> datasets = new TreeMap<>();
        Map<String, Dataset> known = new HashMap<>();
        prepared.pipeline()
                .datasets()
                .forEach(dataset -> known.put(dataset.name().key(), dataset));
        state.datasets().forEach((key, version) -> {
            Optional<Dataset> dataset = Optional.ofNullable(known.get(key));
            if (dataset.isEmpty()) {
                listener.leftBehind(version.name());
            } else if (state.table(version.table()).isPresent()) {
                datasets.put(key, dataset(dataset.get(), version));
                quarantine(dataset.get(), version)
                        .ifPresent(rows -> datasets.put(
                                Quarantine.name(dataset.get().name()).key(), rows));
            }
        });
        MovedRecords records = new MovedRecords(spark, state, CommitLog.entries(warehouse, state.arrived()));
        for (RecordTable record : RecordTable.values()) {
            add(Content.RECORD, record.table(), records.rows(record), record.columns());
        }
        Map<String, Map<String, Map<String, Position>>> positions =
                new TreeMap<>(MovedParts.embedded(state.positions()));
        positions.keySet().removeIf(reader -> state.datasets().containsKey(reader) && !datasets.containsKey(reader));
        Bundle bundle = new Bundle(
                state.identity(),
                state.number(),
                state.micros(),
                tables,
                datasets,
                MovedSinks.flows(state.sinks()),
                positions);
        folder.write(bundle);
        FaultPoint.BUNDLE_WRITTEN.reach();
        return bundle;
    }

    private org.apache.spark.sql.Dataset<Row> relation(String table, TableVersion version, List<Field> columns) {
        return spark.sql("SELECT * FROM " + SparkTables.relation(table, version, columns));
    }

    private BundleDataset dataset(Dataset dataset, DatasetVersion version) {
        List<Field> columns = SchemaJson.read(version.columns());
        String table = add(
                Content.RESULT,
                version.name(),
                relation(version.table(), state.require(version.table()), columns),
                columns);
        return new BundleDataset(
                version.name(),
                version.kind(),
                version.columns(),
                new Program(version.program(), version.since(), version.changed(), version.seen()),
                version.refreshedMicros(),
                version.seen(),
                table,
                states(dataset, version));
    }

    private Optional<BundleDataset> quarantine(Dataset dataset, DatasetVersion version) {
        Optional<Quarantine> rows =
                Quarantine.of(dataset).map(now -> Quarantine.of(dataset.name(), SchemaJson.read(version.columns())));
        Optional<TableVersion> there = rows.flatMap(found -> state.table(TableNames.dataset(found.name())));
        if (rows.isEmpty() || there.isEmpty()) {
            return Optional.empty();
        }
        String name = rows.get().name().toString();
        List<Field> columns = rows.get().schema();
        String table = add(
                Content.RESULT, name, relation(TableNames.dataset(rows.get().name()), there.get(), columns), columns);
        return Optional.of(new BundleDataset(
                name,
                DatasetKind.QUARANTINE,
                SchemaJson.write(columns),
                Program.NONE,
                version.refreshedMicros(),
                version.seen(),
                table,
                Map.of()));
    }

    /** What is stored for another definition than that of the project is of no use to the other engine. */
    private Map<Integer, String> states(Dataset dataset, DatasetVersion version) {
        PreparedDataset now = prepared.find(dataset);
        if (!now.program().equals(version.program()) || version.states().isEmpty()) {
            return Map.of();
        }
        Map<Integer, String> states = new TreeMap<>();
        for (int i = 0; i < now.maintained().stored().size(); i++) {
            String name = dataset.name().key() + "$" + i;
            Optional<TableVersion> there = state.table(TableNames.state(name));
            if (there.isPresent() && version.states().contains(name)) {
                List<Field> columns = SparkTables.stateColumns(
                        now.maintained().stored().get(i).output());
                states.put(i, add(Content.STATE, name, stored(name, there.get(), columns), columns));
            }
        }
        return states;
    }

    /** What the log of an operator's rows amounts to. */
    private org.apache.spark.sql.Dataset<Row> stored(String name, TableVersion version, List<Field> columns) {
        String table = TableNames.state(name);
        org.apache.spark.sql.Dataset<Row> rows = version.hasRemovals()
                ? spark.sql(SparkTables.summedUp(table, version, columns.size()))
                : spark.sql("SELECT * FROM " + TableNames.sql(table) + " VERSION AS OF " + version.snapshot());
        return rows.drop(SparkTables.WEIGHT);
    }

    private String add(Content content, String name, org.apache.spark.sql.Dataset<Row> rows, List<Field> columns) {
        org.apache.spark.sql.Dataset<Row> neutral = NeutralRows.of(rows, columns);
        RowSum sum = NeutralRows.sum(neutral, columns);
        String part = Integer.toString(tables.size());
        String below = WarehouseMove.FOLDER + "/" + part;
        neutral.write().parquet(warehouse.location() + "/" + below);
        List<BundleFile> files = new ArrayList<>();
        for (String file : warehouse.list(below).stream().sorted().toList()) {
            if (file.endsWith(".parquet")) {
                warehouse.fetch(below + "/" + file, folder.path(part + "/" + file));
                files.add(folder.describe(part + "/" + file));
            }
        }
        FaultPoint.BUNDLE_TABLE_WRITTEN.reach();
        BundleTable written =
                new BundleTable(content.table(name), content, SchemaJson.write(columns), files, sum.rows(), sum.text());
        tables.add(written);
        listener.moved("written", written);
        return written.name();
    }
}
