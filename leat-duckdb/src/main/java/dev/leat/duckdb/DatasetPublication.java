package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.store.WatermarkLog;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.incremental.KeptColumns;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetKind;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** Makes computed datasets visible, within the transaction of a commit. */
final class DatasetPublication {
    private final DuckDbEngine engine;
    private final Database database;
    private final MaintenanceLog log;
    private final InputPublication inputs;
    private final StatePublication states;
    private final long commit;
    private final Instant now;

    DatasetPublication(DuckDbEngine engine, ErrorLog errors, long commit, Instant now) {
        this.engine = engine;
        this.database = engine.database();
        this.log = engine.maintenance();
        this.inputs = new InputPublication(log, errors, commit);
        this.states = new StatePublication(database, log);
        this.commit = commit;
        this.now = now;
    }

    /** Publishes what the operators of all that was published store. */
    void finish() throws SQLException {
        states.finish();
    }

    void publish(Computed result) throws SQLException {
        switch (result.extent()) {
            case WHOLE -> {
                replace(result);
                replaceQuarantine(result);
            }
            case CHANGE -> {
                addColumns(result.dataset().name(), result.added());
                change(result);
                changeQuarantine(result);
            }
            case NOTHING -> {
                addColumns(result.dataset().name(), result.added());
                addQuarantineColumns(result.dataset());
            }
        }
        states.add(result);
        record(result);
        inputs.publish(result.inputs());
        if (result.extent() != Extent.NOTHING) {
            publishTimes(result);
        }
    }

    /** What has not changed is recorded as it is. */
    private void record(Computed result) throws SQLException {
        RelationName name = result.dataset().name();
        Optional<MaintenanceLog.Row> before = result.extent() == Extent.WHOLE ? Optional.empty() : log.find(name.key());
        boolean isSame =
                before.filter(row -> row.program().equals(result.program())).isPresent();
        if (isSame && result.extent() == Extent.NOTHING) {
            return;
        }
        long changed = before.filter(row -> !result.isChanged())
                .map(MaintenanceLog.Row::changed)
                .orElse(commit);
        List<String> kept =
                before.map(MaintenanceLog.Row::states).orElse(result.states().kept());
        long since = isSame ? before.get().since() : commit;
        engine.log().put(StoredColumns.row(result.dataset(), result.rows(), now, commit));
        log.put(name.key(), new MaintenanceLog.Row(result.program(), since, changed, commit, kept));
    }

    private void publishTimes(Computed result) throws SQLException {
        RelationName name = result.dataset().name();
        if (result.extent() == Extent.WHOLE || !result.times().isEmpty()) {
            new WatermarkLog(database).put(name.key(), result.times());
        }
    }

    private void replace(Computed result) throws SQLException {
        RelationName name = result.dataset().name();
        database.execute("DROP TABLE IF EXISTS " + TableNames.published(name));
        database.execute("ALTER TABLE " + TableNames.staged(name) + " RENAME TO "
                + LiteralSql.identifier(TableNames.table(name)));
    }

    private void replaceQuarantine(Computed result) throws SQLException {
        RelationName name = Quarantine.name(result.dataset().name());
        Optional<Quarantine> quarantine = Quarantine.of(result.dataset());
        if (quarantine.isEmpty() && !isOwnQuarantine(name)) {
            return;
        }
        database.execute("DROP TABLE IF EXISTS " + TableNames.published(name));
        engine.log().remove(name.key());
        states.forget(name.key());
        // A dataset that had the name once must not take the table for its own when it comes back.
        log.remove(name.key());
        if (quarantine.isPresent()) {
            database.execute("ALTER TABLE " + TableNames.staged(name) + " RENAME TO "
                    + LiteralSql.identifier(TableNames.table(name)));
            long rows = result.verdicts().quarantined().orElseThrow().growth();
            engine.log().put(StoredColumns.row(quarantine.get(), rows, now, commit));
        }
    }

    /** Whether the table of that name holds rows that the dataset quarantined when it still had such expectations. */
    private boolean isOwnQuarantine(RelationName name) throws SQLException {
        return engine.log()
                .find(name.key())
                .filter(row -> row.kind().equals(DatasetKind.QUARANTINE))
                .isPresent();
    }

    private void changeQuarantine(Computed result) throws SQLException {
        Optional<Quarantine> quarantine = Quarantine.of(result.dataset());
        if (quarantine.isEmpty()) {
            return;
        }
        Quarantine table = quarantine.get();
        Computed.TableChange change = result.verdicts().quarantined().orElseThrow();
        if (!isOwnQuarantine(table.name())) {
            create(table);
        }
        addQuarantineColumns(result.dataset());
        long rows = engine.publishedRows(table.name().key()) + change.growth();
        new TableChanges(database)
                .apply(
                        TableNames.published(table.name()),
                        table.schema().stream().map(Field::name).toList(),
                        change);
        engine.log().put(StoredColumns.row(table, rows, now, commit));
    }

    private void addColumns(RelationName table, List<Field> columns) throws SQLException {
        for (Field column : columns) {
            database.execute(AddedColumns.addition(table, column));
        }
    }

    /** A quarantine that is there gets the columns that its dataset has more. */
    private void addQuarantineColumns(Dataset dataset) throws SQLException {
        Optional<Quarantine> quarantine = Quarantine.of(dataset);
        Optional<CommitLog.DatasetRow> known = quarantine.isPresent()
                ? engine.log().find(quarantine.get().name().key())
                : Optional.empty();
        if (known.isEmpty()) {
            return;
        }
        Quarantine table = quarantine.get();
        List<Field> added =
                KeptColumns.added(dataset.name(), SchemaJson.read(known.get().columns()), table.schema());
        if (!added.isEmpty()) {
            addColumns(table.name(), added);
            engine.log().put(StoredColumns.row(table, known.get().rows(), now, commit));
        }
    }

    /** A stream may quarantine rows only since its flows are as they are now. */
    private void create(Quarantine quarantine) throws SQLException {
        StringJoiner columns = new StringJoiner(", ");
        for (Field field : quarantine.schema()) {
            columns.add(LiteralSql.identifier(field.name()) + " " + DuckDbTypes.sql(field.type()));
        }
        database.execute("CREATE OR REPLACE TABLE " + TableNames.published(quarantine.name()) + " (" + columns + ")");
    }

    private void change(Computed result) throws SQLException {
        TableChanges tables = new TableChanges(database);
        Dataset dataset = result.dataset();
        tables.apply(
                TableNames.published(dataset.name()),
                dataset.schema().stream().map(Field::name).toList(),
                result.change().orElseThrow());
    }
}
