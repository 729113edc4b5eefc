package dev.leat.duckdb.store;

import dev.leat.spi.ReadPart;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is needed to bring a dataset up to date by its changes: {@code leat.maintained} says of which program and of which
 * commit its content is, {@code leat.positions} how far it has read each part of its sources.
 */
public final class MaintenanceLog {
    private final Database database;
    private Optional<DatasetPositions> cached = Optional.empty();

    /** The positions of one dataset, by source and part. */
    private record DatasetPositions(String dataset, Map<String, Map<String, Position>> sources) {}

    /** The log in a database that has a {@link CommitLog}. */
    public MaintenanceLog(Database database) {
        this.database = database;
    }

    /**
     * A row of {@code leat.maintained}.
     *
     * @param program a digest of all that decides the content but the data
     * @param since the commit from which on it has been this program
     * @param changed the commit that last changed the content
     * @param seen the commit whose inputs the content has
     * @param states whether the rows of the query's operators are stored
     */
    public record Row(String program, long since, long changed, long seen, boolean states) {}

    /** The row of a dataset. */
    public Optional<Row> find(String dataset) throws SQLException {
        try (PreparedStatement statement = prepare(
                "SELECT program, since, changed, seen, states FROM leat.maintained WHERE dataset = ?", dataset)) {
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Row(
                                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getBoolean(5)))
                        : Optional.empty();
            }
        }
    }

    /** Sets the row of a dataset. */
    public void put(String dataset, Row row) throws SQLException {
        update("DELETE FROM leat.maintained WHERE dataset = ?", dataset);
        update(
                "INSERT INTO leat.maintained VALUES (?, ?, " + row.changed() + ", " + row.seen() + ", " + row.states()
                        + ", " + row.since() + ")",
                dataset,
                row.program());
    }

    /** Forgets a dataset. */
    public void remove(String dataset) throws SQLException {
        update("DELETE FROM leat.maintained WHERE dataset = ?", dataset);
        clearPositions(dataset);
    }

    /** How far a dataset has read each part of a source. Those of all its sources are read at once. */
    public Map<String, Position> positions(String dataset, String source) throws SQLException {
        if (cached.filter(positions -> positions.dataset().equals(dataset)).isEmpty()) {
            cached = Optional.of(new DatasetPositions(dataset, positions(dataset)));
        }
        return cached.get().sources().getOrDefault(source, Map.of());
    }

    private Map<String, Map<String, Position>> positions(String dataset) throws SQLException {
        Map<String, Map<String, Position>> positions = new HashMap<>();
        try (PreparedStatement statement = prepare(
                        "SELECT source, part, first, next, modified, identity, tag, commit FROM leat.positions"
                                + " WHERE dataset = ? ORDER BY part",
                        dataset);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                positions
                        .computeIfAbsent(row.getString(1), key -> new LinkedHashMap<>())
                        .put(
                                row.getString(2),
                                new Position(
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getString(6),
                                        row.getString(7),
                                        row.getLong(8)));
            }
        }
        return positions;
    }

    /** What all datasets together have read of each part of a source. */
    public Map<String, ReadPart> read(String source) throws SQLException {
        Map<String, ReadPart> parts = new LinkedHashMap<>();
        try (PreparedStatement statement = prepare(
                "SELECT part, min(first), max(next), arg_max(tag, next) FROM leat.positions WHERE source = ?"
                        + " GROUP BY part ORDER BY part",
                source)) {
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    parts.put(row.getString(1), new ReadPart(row.getLong(2), row.getLong(3), row.getString(4)));
                }
            }
        }
        return parts;
    }

    /** Forgets all that a dataset has read. */
    public void clearPositions(String dataset) throws SQLException {
        cached = Optional.empty();
        update("DELETE FROM leat.positions WHERE dataset = ?", dataset);
    }

    /** Forgets a part of a source. */
    public void removePosition(String dataset, String source, String part) throws SQLException {
        cached = Optional.empty();
        update("DELETE FROM leat.positions WHERE dataset = ? AND source = ? AND part = ?", dataset, source, part);
    }

    /** Sets the positions of some parts of a source; they may have had others. */
    public void putPositions(String dataset, String source, Map<String, Position> positions, long commit)
            throws SQLException {
        cached = Optional.empty();
        String sql = "INSERT INTO leat.positions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = prepare(sql, dataset, source)) {
            for (Map.Entry<String, Position> part : positions.entrySet()) {
                Position position = part.getValue();
                statement.setString(3, part.getKey());
                statement.setLong(4, position.start());
                statement.setLong(5, position.end());
                statement.setLong(6, position.modifiedMicros());
                statement.setString(7, position.identity());
                statement.setString(8, position.tag());
                statement.setLong(9, position.commit() > 0 ? position.commit() : commit);
                statement.executeUpdate();
            }
        }
    }

    private void update(String sql, String... values) throws SQLException {
        cached = Optional.empty();
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
