package dev.leat.duckdb.store;

import static dev.leat.duckdb.store.RowBuffer.text;

import dev.leat.spi.Position;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is needed to bring datasets up to date by their changes: {@code leat.maintained} says of which program and of which
 * commit the content of each is, {@code leat.positions} how far it has read each part of its sources.
 *
 * <p>As nobody else writes them, both are read once, and kept in memory as they are to be; a look at the sources needs no
 * statement. What a transaction sets is written by {@link #flush}.
 */
public final class MaintenanceLog {
    private final Database database;
    private final RowBuffer maintained;
    private final RowBuffer read;
    private Optional<Map<String, Row>> rows = Optional.empty();
    private Optional<Map<String, Map<String, Map<String, Position>>>> positions = Optional.empty();

    /** The log in a database that has a {@link CommitLog}. */
    public MaintenanceLog(Database database) {
        this.database = database;
        this.maintained = new RowBuffer(database, "leat.maintained", "dataset");
        this.read = new RowBuffer(database, "leat.positions", "(dataset, source, part)");
    }

    /**
     * A row of {@code leat.maintained}.
     *
     * @param program a digest of all that decides the content but the data
     * @param since the commit from which on it has been this program
     * @param changed the commit that last changed the content
     * @param seen a commit whose inputs the content has
     * @param states the tables with the rows of the query's operators; none if they are not stored
     */
    public record Row(String program, long since, long changed, long seen, List<String> states) {
        public Row {
            states = List.copyOf(states);
        }
    }

    /** Reads anew what was written by a transaction that was not committed. */
    public void forget() {
        rows = Optional.empty();
        positions = Optional.empty();
        maintained.clear();
        read.clear();
    }

    /** Writes what was set and removed, within the transaction of a commit. */
    public void flush() throws SQLException {
        maintained.flush();
        read.flush();
    }

    private Map<String, Row> rows() throws SQLException {
        if (rows.isEmpty()) {
            Map<String, Row> found = new HashMap<>();
            try (Statement statement = database.connection().createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT dataset, program, since, changed, seen, states FROM leat.maintained")) {
                while (row.next()) {
                    found.put(
                            row.getString(1),
                            new Row(
                                    row.getString(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    texts(row.getArray(6))));
                }
            }
            rows = Optional.of(found);
        }
        return rows.get();
    }

    /** By dataset, source and part. */
    private Map<String, Map<String, Map<String, Position>>> positions() throws SQLException {
        if (positions.isEmpty()) {
            positions = Optional.of(new HashMap<>());
            try (Statement statement = database.connection().createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT dataset, source, part, first, next, modified, identity, tag, commit"
                                    + " FROM leat.positions")) {
                while (row.next()) {
                    parts(row.getString(1), row.getString(2))
                            .put(
                                    row.getString(3),
                                    new Position(
                                            row.getLong(4),
                                            row.getLong(5),
                                            row.getLong(6),
                                            row.getString(7),
                                            row.getString(8),
                                            row.getLong(9)));
                }
            }
        }
        return positions.get();
    }

    private Map<String, Position> parts(String dataset, String source) throws SQLException {
        return positions()
                .computeIfAbsent(dataset, key -> new TreeMap<>())
                .computeIfAbsent(source, key -> new TreeMap<>());
    }

    /** The row of a dataset. */
    public Optional<Row> find(String dataset) throws SQLException {
        return Optional.ofNullable(rows().get(dataset));
    }

    /** All that have a row or have read something. */
    public Set<String> readers() throws SQLException {
        Set<String> readers = new TreeSet<>(rows().keySet());
        readers.addAll(positions().keySet());
        return readers;
    }

    /** Sets the row of a dataset. */
    public void put(String dataset, Row row) throws SQLException {
        maintained.set(
                text(dataset),
                "(" + text(dataset) + ", " + text(row.program()) + ", " + row.changed() + ", " + row.seen() + ", "
                        + list(row.states()) + ", " + row.since() + ")");
        rows().put(dataset, row);
    }

    private static String list(List<String> texts) {
        return texts.stream().map(RowBuffer::text).collect(Collectors.joining(", ", "CAST([", "] AS VARCHAR[])"));
    }

    private static List<String> texts(Array array) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object text : (Object[]) array.getArray()) {
            texts.add((String) text);
        }
        return texts;
    }

    /** The datasets that have a table with the rows of an operator. */
    public List<String> users(String state) throws SQLException {
        List<String> users = new ArrayList<>();
        rows().forEach((dataset, row) -> {
            if (row.states().contains(state)) {
                users.add(dataset);
            }
        });
        return users;
    }

    /** Takes all tables of its operators from a dataset; returns them. */
    public List<String> releaseAll(String dataset) throws SQLException {
        Row row = Objects.requireNonNull(rows().get(dataset), "it has tables");
        put(dataset, new Row(row.program(), row.since(), row.changed(), row.seen(), List.of()));
        return row.states();
    }

    /** Forgets a dataset. */
    public void remove(String dataset) throws SQLException {
        if (rows().remove(dataset) != null) {
            maintained.remove(text(dataset));
        }
        clearPositions(dataset);
    }

    /** How far a dataset has read each part of a source. */
    public Map<String, Position> positions(String dataset, String source) throws SQLException {
        return Collections.unmodifiableMap(
                new TreeMap<>(positions().getOrDefault(dataset, Map.of()).getOrDefault(source, Map.of())));
    }

    /** How far a dataset has read each part of each source. */
    public Map<String, Map<String, Position>> positionsOf(String dataset) throws SQLException {
        Map<String, Map<String, Position>> sources = new TreeMap<>();
        for (String source : positions().getOrDefault(dataset, Map.of()).keySet()) {
            sources.put(source, positions(dataset, source));
        }
        return sources;
    }

    /** How far each dataset that has read a source has read each part of it. */
    public List<Map<String, Position>> readers(String source) throws SQLException {
        List<Map<String, Position>> readers = new ArrayList<>();
        for (Map<String, Map<String, Position>> sources : positions().values()) {
            Map<String, Position> parts = sources.getOrDefault(source, Map.of());
            if (!parts.isEmpty()) {
                readers.add(Collections.unmodifiableMap(new TreeMap<>(parts)));
            }
        }
        return readers;
    }

    /** Forgets all that a dataset has read. */
    public void clearPositions(String dataset) throws SQLException {
        Map<String, Map<String, Position>> known = positions().remove(dataset);
        if (known != null) {
            known.forEach((source, parts) -> parts.keySet().forEach(part -> read.remove(key(dataset, source, part))));
        }
    }

    private static String key(String dataset, String source, String part) {
        return "(" + text(dataset) + ", " + text(source) + ", " + text(part) + ")";
    }

    /** Forgets parts of a source. */
    public void removePositions(String dataset, String source, Collection<String> names) throws SQLException {
        Map<String, Position> parts = parts(dataset, source);
        for (String part : names) {
            parts.remove(part);
            read.remove(key(dataset, source, part));
        }
    }

    /** Sets the positions of some parts of a source, which have none. */
    public void addPositions(String dataset, String source, Map<String, Position> added, long commit)
            throws SQLException {
        Map<String, Position> parts = parts(dataset, source);
        added.forEach((part, position) -> {
            Position known = position.commit() > 0 ? position : position.in(commit);
            parts.put(part, known);
            read.set(
                    key(dataset, source, part),
                    "(" + text(dataset) + ", " + text(source) + ", " + text(part) + ", " + known.start() + ", "
                            + known.end() + ", " + known.modifiedMicros() + ", " + text(known.identity()) + ", "
                            + text(known.tag()) + ", " + known.commit() + ")");
        });
    }
}
