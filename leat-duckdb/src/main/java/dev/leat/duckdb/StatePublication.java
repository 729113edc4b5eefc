package dev.leat.duckdb;

import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.incremental.Stored;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Publishes the stored rows of operators, within the transaction of a commit: each table once, whoever shares it. A dataset that
 * has not followed a change of a table that it shares has it no more, and is computed as a whole when it changes next; a table
 * that nobody has is dropped.
 */
final class StatePublication {
    private final Database database;
    private final MaintenanceLog log;
    private final Map<String, TableChange> changes = new LinkedHashMap<>();
    private final Set<String> staged = new LinkedHashSet<>();
    private final Map<String, String> closed = new LinkedHashMap<>();
    private final Map<String, Set<String>> followers = new LinkedHashMap<>();
    private final Set<String> released = new LinkedHashSet<>();

    StatePublication(Database database, MaintenanceLog log) {
        this.database = database;
        this.log = log;
    }

    /** Adds what a dataset has computed, before its row of the log is set. */
    void add(Computed result) throws SQLException {
        String dataset = result.dataset().name().key();
        switch (result.extent()) {
            case WHOLE -> {
                log.find(dataset).ifPresent(before -> released.addAll(before.states()));
                result.states().kept().forEach(state -> follow(state, dataset));
            }
            case CHANGE -> log.find(dataset).ifPresent(row -> row.states().forEach(state -> follow(state, dataset)));
            case NOTHING -> {}
        }
        changes.putAll(result.states().changes());
        staged.addAll(result.states().staged());
        closed.putAll(result.states().closed());
    }

    private void follow(String state, String dataset) {
        followers.computeIfAbsent(state, key -> new LinkedHashSet<>()).add(dataset);
    }

    /** Takes note that a dataset is removed from the log. */
    void forget(String dataset) throws SQLException {
        log.find(dataset).ifPresent(row -> released.addAll(row.states()));
    }

    /** Publishes all of it, after the rows of the log were set. */
    void finish() throws SQLException {
        for (String state : staged) {
            database.execute("DROP TABLE IF EXISTS " + TableNames.state(state));
            database.execute(
                    "ALTER TABLE " + TableNames.stagedState(state) + " RENAME TO " + LiteralSql.identifier(state));
            keep(state);
        }
        TableChanges tables = new TableChanges(database);
        for (Map.Entry<String, TableChange> change : changes.entrySet()) {
            String table = TableNames.state(change.getKey());
            tables.apply(table, columns(table), change.getValue());
            keep(change.getKey());
        }
        for (Map.Entry<String, String> rows : closed.entrySet()) {
            database.execute("DELETE FROM " + TableNames.state(rows.getKey()) + " WHERE " + rows.getValue());
        }
        for (String state : released) {
            if (log.users(state).isEmpty()) {
                database.execute("DROP TABLE IF EXISTS " + TableNames.state(state));
            }
        }
    }

    /** Takes a table that has changed from those who have not followed. */
    private void keep(String state) throws SQLException {
        Set<String> following = followers.getOrDefault(state, Set.of());
        for (String user : log.users(state)) {
            if (!following.contains(user)) {
                released.addAll(log.releaseAll(user));
            }
        }
    }

    /** The columns, without one that stands for rows that have none. */
    private List<String> columns(String table) throws SQLException {
        try (PreparedStatement statement =
                database.connection().prepareStatement("SELECT * FROM " + table + " LIMIT 0")) {
            ResultSetMetaData found = statement.getMetaData();
            boolean isNone = !found.getColumnName(1).equals(Stored.field(0));
            return IntStream.range(0, isNone ? 0 : found.getColumnCount())
                    .mapToObj(Stored::field)
                    .toList();
        }
    }
}
