package dev.leat.duckdb.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is needed to bring a dataset up to date by its changes: {@code leat.maintained} says of which program and of which
 * commit its content is, {@code leat.files} which files of each source it has.
 */
public final class MaintenanceLog {
    private final Database database;

    /** The log in a database that has a {@link CommitLog}. */
    public MaintenanceLog(Database database) {
        this.database = database;
    }

    /**
     * A row of {@code leat.maintained}.
     *
     * @param program a digest of all that decides the content but the data
     * @param changed the commit that last changed the content
     * @param seen the commit whose inputs the content has
     * @param states whether the rows of the query's operators are stored
     */
    public record Row(String program, long changed, long seen, boolean states) {}

    /** A file as it was read. */
    public record FileFacts(long bytes, long modifiedMicros) {}

    /** The row of a dataset. */
    public Optional<Row> find(String dataset) throws SQLException {
        try (PreparedStatement statement =
                prepare("SELECT program, changed, seen, states FROM leat.maintained WHERE dataset = ?", dataset)) {
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Row(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4)))
                        : Optional.empty();
            }
        }
    }

    /** Sets the row of a dataset. */
    public void put(String dataset, Row row) throws SQLException {
        update("DELETE FROM leat.maintained WHERE dataset = ?", dataset);
        update(
                "INSERT INTO leat.maintained VALUES (?, ?, " + row.changed() + ", " + row.seen() + ", " + row.states()
                        + ")",
                dataset,
                row.program());
    }

    /** The files that a dataset has of a source, by path. */
    public Map<String, FileFacts> files(String dataset, String source) throws SQLException {
        Map<String, FileFacts> files = new LinkedHashMap<>();
        try (PreparedStatement statement = prepare(
                "SELECT path, bytes, modified FROM leat.files WHERE dataset = ? AND source = ? ORDER BY path",
                dataset,
                source)) {
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    files.put(row.getString(1), new FileFacts(row.getLong(2), row.getLong(3)));
                }
            }
        }
        return files;
    }

    /** Forgets all files that a dataset has. */
    public void clearFiles(String dataset) throws SQLException {
        update("DELETE FROM leat.files WHERE dataset = ?", dataset);
    }

    /** Adds files that a dataset has of a source. */
    public void addFiles(String dataset, String source, Map<String, FileFacts> files, long commit) throws SQLException {
        String sql = "INSERT INTO leat.files VALUES (?, ?, ?, ?, ?, " + commit + ")";
        try (PreparedStatement statement = prepare(sql, dataset, source)) {
            for (Map.Entry<String, FileFacts> file : files.entrySet()) {
                statement.setString(3, file.getKey());
                statement.setLong(4, file.getValue().bytes());
                statement.setLong(5, file.getValue().modifiedMicros());
                statement.executeUpdate();
            }
        }
    }

    private void update(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, String... values) throws SQLException {
        PreparedStatement statement = database.connection().prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        return statement;
    }
}
