package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.CommitLog.DatasetRow;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.store.MovementLog;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.move.Bundle;
import dev.leat.move.Bundle.BundleDataset;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.Bundle.Program;
import dev.leat.move.BundleFolder;
import dev.leat.move.MoveListener;
import dev.leat.move.Movement;
import dev.leat.move.RecordTable;
import dev.leat.plan.RelationName;
import dev.leat.type.EpochMicros;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the state of a bundle: all of its tables are staged and compared with what has left, then one transaction puts them in place of all
 * that is there.
 */
final class BundleImport {
    private static final String KEY = "lower(replace(%s, '`', ''))";

    private final Database database;
    private final CommitLog log;
    private final MaintenanceLog maintenance;
    private final BundleFolder folder;
    private final Bundle bundle;
    private final MovedFiles files;
    private final MovedStates states;
    private final MoveListener listener;

    BundleImport(
            Database database,
            CommitLog log,
            PreparedPipeline prepared,
            BundleFolder folder,
            Bundle bundle,
            MoveListener listener) {
        this.database = database;
        this.log = log;
        this.maintenance = new MaintenanceLog(database);
        this.folder = folder;
        this.bundle = bundle;
        this.files = new MovedFiles(database, folder);
        this.states = MovedStates.of(bundle, prepared);
        this.listener = listener;
    }

    /** Takes it; nothing is changed if that fails. */
    void take(Movement.Place from) throws SQLException {
        folder.requireWhole(bundle);
        for (BundleDataset dataset : bundle.datasets().values()) {
            RelationName name = RelationName.ofKey(dataset.name());
            database.execute("CREATE SCHEMA IF NOT EXISTS " + LiteralSql.identifier(TableNames.schema(name)));
            create(TableNames.staged(name), bundle.require(dataset.table()));
        }
        database.execute("CREATE SCHEMA IF NOT EXISTS " + TableNames.STATE_SCHEMA);
        for (Map.Entry<String, BundleTable> state : states.tables().entrySet()) {
            create(TableNames.stagedState(state.getKey()), state.getValue());
        }
        for (RecordTable record : RecordTable.values()) {
            if (bundle.record(record).isPresent()) {
                create(staged(record), bundle.record(record).get());
            }
        }
        database.transaction(() -> publish(from));
    }

    private static String staged(RecordTable record) {
        return TableNames.stagedState("moved " + record.table());
    }

    private void create(String table, BundleTable moved) throws SQLException {
        files.create(table, moved);
        listener.moved("arrived", moved);
    }

    private void publish(Movement.Place from) throws SQLException {
        drop();
        for (Map.Entry<String, BundleDataset> dataset : bundle.datasets().entrySet()) {
            publish(dataset.getKey(), dataset.getValue());
        }
        for (String state : states.tables().keySet()) {
            database.execute(
                    "ALTER TABLE " + TableNames.stagedState(state) + " RENAME TO " + LiteralSql.identifier(state));
        }
        for (Map.Entry<String, Program> reader : bundle.readers().entrySet()) {
            maintenance.put(reader.getKey(), row(reader.getValue(), List.of()));
        }
        MovedPositions positions = new MovedPositions(bundle.positions());
        for (String reader : bundle.positions().keySet()) {
            positions.of(reader).forEach((source, parts) -> add(reader, source, parts));
        }
        for (RecordTable record : RecordTable.values()) {
            if (bundle.record(record).isPresent()) {
                files.replace("leat." + record.table(), staged(record), record.columns());
            } else {
                database.execute("DELETE FROM leat." + record.table());
            }
        }
        finishRecord();
        new MovedErrors(database).place(bundle.positions());
        log.flush();
        maintenance.flush();
        log.identify(bundle.identity());
        new MovementLog(database).put(new Movement(Movement.Stage.HERE, from, bundle.commit()));
        log.forget();
        maintenance.forget();
    }

    private void add(String reader, String source, Map<String, dev.leat.spi.Position> parts) {
        try {
            maintenance.addPositions(reader, source, parts, bundle.commit());
        } catch (SQLException e) {
            throw new IllegalStateException("they are kept in memory until all is written", e);
        }
    }

    /** All that the state had, which is as it was when it was moved away, or nothing. */
    private void drop() throws SQLException {
        for (DatasetRow row : log.datasets()) {
            database.execute("DROP TABLE IF EXISTS " + TableNames.published(new RelationName(row.name())));
        }
        List<String> old = new ArrayList<>();
        try (PreparedStatement select = database.connection()
                        .prepareStatement("SELECT table_name FROM duckdb_tables() WHERE schema_name = '"
                                + TableNames.STATE_SCHEMA + "' ORDER BY table_name");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                old.add(row.getString(1));
            }
        }
        for (String table : old) {
            if (!TableNames.isStaged(table)) {
                database.execute("DROP TABLE " + TableNames.state(table));
            }
        }
        for (String table : List.of("datasets", "maintained", "positions")) {
            database.execute("DELETE FROM leat." + table);
        }
        log.forget();
        maintenance.forget();
    }

    private void publish(String key, BundleDataset dataset) throws SQLException {
        RelationName name = RelationName.ofKey(dataset.name());
        database.execute("ALTER TABLE " + TableNames.staged(name) + " RENAME TO "
                + LiteralSql.identifier(TableNames.table(name)));
        log.put(new DatasetRow(
                key,
                name.parts(),
                dataset.kind(),
                dataset.columns(),
                bundle.require(dataset.table()).rows(),
                EpochMicros.instant(dataset.refreshedMicros()),
                dataset.commit()));
        if (!dataset.isQuarantine()) {
            maintenance.put(key, row(dataset.program(), states.of(key)));
        }
    }

    private static MaintenanceLog.Row row(Program program, List<String> states) {
        return new MaintenanceLog.Row(program.program(), program.since(), program.changed(), program.seen(), states);
    }

    /**
     * Numbers go on from the last there, also where that was no commit of a run. What a reader that has since read all again had come
     * across before is forgotten, as it is here when that happens.
     */
    private void finishRecord() throws SQLException {
        long known = database.number("SELECT count(*) FROM leat.commits WHERE commit = " + bundle.commit());
        if (known == 0) {
            log.addCommit(bundle.commit(), EpochMicros.instant(bundle.micros()));
        }
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("name", String.format(java.util.Locale.ROOT, KEY, "name"));
        keys.put("dataset", String.format(java.util.Locale.ROOT, KEY, "e.dataset"));
        database.execute("DELETE FROM leat.errors AS e USING (SELECT " + keys.get("name")
                + " AS reader, max(commit) AS commit FROM leat.outcomes WHERE extent = 'WHOLE' GROUP BY reader) AS w"
                + " WHERE w.reader = " + keys.get("dataset") + " AND e.commit < w.commit");
    }
}
