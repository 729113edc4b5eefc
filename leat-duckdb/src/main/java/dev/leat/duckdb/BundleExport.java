package dev.leat.duckdb;

import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.CommitLog.DatasetRow;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.incremental.Stored;
import dev.leat.json.SchemaJson;
import dev.leat.move.Bundle;
import dev.leat.move.Bundle.BundleDataset;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.Bundle.Content;
import dev.leat.move.Bundle.Program;
import dev.leat.move.BundleFolder;
import dev.leat.move.MoveListener;
import dev.leat.move.RecordTable;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetKind;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.spi.Position;
import dev.leat.type.EpochMicros;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Writes the state of the embedded engine into a bundle. */
final class BundleExport {
    private final CommitLog log;
    private final MaintenanceLog maintenance;
    private final PreparedPipeline prepared;
    private final BundleFolder folder;
    private final MovedFiles files;
    private final MoveListener listener;
    private final Map<String, BundleTable> tables = new TreeMap<>();

    BundleExport(
            Database database, CommitLog log, PreparedPipeline prepared, BundleFolder folder, MoveListener listener) {
        this.log = log;
        this.maintenance = new MaintenanceLog(database);
        this.prepared = prepared;
        this.folder = folder;
        this.files = new MovedFiles(database, folder);
        this.listener = listener;
    }

    Bundle write() throws SQLException {
        folder.begin();
        Map<String, BundleDataset> datasets = new TreeMap<>();
        Map<String, Dataset> known = new HashMap<>();
        Map<String, Quarantine> quarantines = new HashMap<>();
        for (Dataset dataset : prepared.pipeline().datasets()) {
            known.put(dataset.name().key(), dataset);
            Quarantine.of(dataset).ifPresent(rows -> quarantines.put(rows.name().key(), rows));
        }
        for (DatasetRow row : log.datasets()) {
            boolean isQuarantine = row.kind().equals(DatasetKind.QUARANTINE);
            if (isQuarantine ? quarantines.containsKey(row.key()) : known.containsKey(row.key())) {
                datasets.put(row.key(), dataset(row, Optional.ofNullable(known.get(row.key()))));
            } else {
                listener.leftBehind(new RelationName(row.name()).toString());
            }
        }
        for (RecordTable record : RecordTable.values()) {
            add(Content.RECORD, record.table(), "leat." + record.table(), record.columns());
        }
        Bundle bundle = new Bundle(
                log.identity(),
                log.last().number(),
                EpochMicros.of(log.last().published()),
                List.copyOf(tables.values()),
                datasets,
                readers(),
                positions(datasets));
        folder.write(bundle);
        return bundle;
    }

    private BundleDataset dataset(DatasetRow row, Optional<Dataset> dataset) throws SQLException {
        RelationName name = new RelationName(row.name());
        List<Field> columns = SchemaJson.read(row.columns());
        String table = add(Content.RESULT, name.toString(), TableNames.published(name), columns);
        Optional<MaintenanceLog.Row> maintained = maintenance.find(row.key());
        return new BundleDataset(
                name.toString(),
                row.kind(),
                row.columns(),
                maintained.map(BundleExport::program).orElse(Program.NONE),
                EpochMicros.of(row.refreshed()),
                row.commit(),
                table,
                maintained.isPresent() && dataset.isPresent() ? states(dataset.get(), maintained.get()) : Map.of());
    }

    private static Program program(MaintenanceLog.Row row) {
        return new Program(row.program(), row.since(), row.changed(), row.seen());
    }

    /** What is stored for another definition than that of the project is of no use to the other engine. */
    private Map<Integer, String> states(Dataset dataset, MaintenanceLog.Row row) throws SQLException {
        PreparedDataset now = prepared.find(dataset);
        List<String> kept = now.states().kept();
        if (!now.program().equals(row.program()) || !row.states().containsAll(kept)) {
            return Map.of();
        }
        Map<Integer, String> states = new TreeMap<>();
        for (int i = 0; i < now.states().names().size(); i++) {
            String state = now.states().name(i);
            if (kept.contains(state)) {
                List<dev.leat.plan.Column> output =
                        now.maintained().stored().get(i).output();
                List<Field> columns = IntStream.range(0, output.size())
                        .mapToObj(column -> new Field(
                                Stored.field(column), output.get(column).type(), true))
                        .toList();
                if (columns.isEmpty()) {
                    // Only a count, which the other engine does not keep either.
                    return Map.of();
                }
                states.put(i, add(Content.STATE, state, TableNames.state(state), columns));
            }
        }
        return states;
    }

    private String add(Content content, String name, String table, List<Field> columns) throws SQLException {
        String key = content.table(name);
        if (!tables.containsKey(key)) {
            BundleTable written = files.write(content, name, table, columns);
            tables.put(key, written);
            listener.moved("written", written);
        }
        return key;
    }

    private Map<String, Program> readers() throws SQLException {
        Map<String, Program> readers = new TreeMap<>();
        for (String reader : maintenance.readers()) {
            if (log.find(reader).isEmpty()) {
                maintenance.find(reader).ifPresent(row -> readers.put(reader, program(row)));
            }
        }
        return readers;
    }

    private Map<String, Map<String, Map<String, Position>>> positions(Map<String, BundleDataset> datasets)
            throws SQLException {
        Map<String, Map<String, Map<String, Position>>> positions = new TreeMap<>();
        List<String> all = new ArrayList<>(maintenance.readers());
        for (String reader : all) {
            if (datasets.containsKey(reader) || log.find(reader).isEmpty()) {
                positions.put(reader, maintenance.positionsOf(reader));
            }
        }
        positions.values().removeIf(Map::isEmpty);
        return positions;
    }
}
