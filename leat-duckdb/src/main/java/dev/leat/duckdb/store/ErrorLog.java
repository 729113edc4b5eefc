package dev.leat.duckdb.store;

import dev.leat.error.Checks;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.PositionRange;
import dev.leat.spi.RejectedRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The records of sources that were not accepted: {@code leat.errors}. What a commit comes across is staged on a connection of
 * its own while a query reads, so that no number of records fills the memory, and is published with the commit.
 */
public final class ErrorLog implements AutoCloseable {
    private static final String STAGED = "\"errors$staged\"";
    private static final String MALFORMED = "malformed";
    private static final String LATE = "late";

    private final Database database;
    private Optional<Staging> staging = Optional.empty();
    private int reading;
    private boolean isUsed;

    /** The log in a database that has a {@link CommitLog}. */
    public ErrorLog(Database database) {
        this.database = database;
    }

    /**
     * Malformed records that were staged.
     *
     * @param readings under whose numbers they are
     * @param records how many the readers have counted, by the source's key
     */
    public record Staged(List<Integer> readings, Map<String, Long> records) {
        /** Nothing staged. */
        public static final Staged NONE = new Staged(List.of(), Map.of());

        public Staged {
            readings = List.copyOf(readings);
            records = Map.copyOf(records);
        }
    }

    /** A connection that adds to the staged table. */
    private record Staging(Connection connection, DuckDBAppender appender) {
        void close() throws SQLException {
            try (connection) {
                appender.close();
            }
        }
    }

    /** Adds a record that does not fit; called by the threads that read. */
    public synchronized void stage(String source, MalformedRecord record) {
        try {
            if (staging.isEmpty()) {
                staging = Optional.of(open());
            }
            DuckDBAppender appender = staging.get().appender();
            appender.beginRow();
            appender.append(reading).append(source).append(record.reason());
            appender.append(record.path()).append(record.position()).append(record.raw());
            appender.endRow();
            isUsed = true;
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "keep a malformed record");
        }
    }

    private Staging open() throws SQLException {
        Connection connection = ((DuckDBConnection) database.connection()).duplicate();
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS leat_state");
            statement.execute("CREATE TABLE IF NOT EXISTS leat_state." + STAGED
                    + " (reading INTEGER, source VARCHAR, reason VARCHAR, part VARCHAR, position BIGINT, raw BLOB)");
        }
        DuckDBAppender appender =
                ((DuckDBConnection) connection).createAppender("leat_state", STAGED.replace("\"", ""));
        // Its calls are made one at a time, by methods of this object, though by several threads.
        appender.unsafeBreakThreadConfinement();
        return new Staging(connection, appender);
    }

    /**
     * Ends a reading: what was staged since the last call can be published by the number that is returned.
     *
     * @return empty if nothing was staged
     */
    public synchronized Optional<Integer> take() {
        int taken = reading++;
        boolean used = isUsed;
        isUsed = false;
        if (!used) {
            return Optional.empty();
        }
        try {
            staging.orElseThrow().close();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "keep the malformed records");
        }
        staging = Optional.empty();
        return Optional.of(taken);
    }

    /** The part and position of the records of a source that some readings have staged, as SQL. */
    public static String stagedPlaces(String source, Staged staged) {
        return "SELECT part, position FROM leat_state." + STAGED + " WHERE source = " + RowBuffer.text(source)
                + " AND reading IN (" + numbers(staged) + ")";
    }

    /**
     * The part and position of the malformed records of a part that a dataset has come across in earlier commits, as SQL.
     *
     * @param then the name that the part had
     * @param now the name that is given
     */
    public static String malformedPlaces(String dataset, String source, String then, String now) {
        return "SELECT " + RowBuffer.text(now) + " AS part, position FROM leat.errors WHERE dataset = "
                + RowBuffer.text(dataset) + " AND source = " + RowBuffer.text(source) + " AND kind = "
                + RowBuffer.text(MALFORMED) + " AND part = " + RowBuffer.text(then);
    }

    private static String numbers(Staged staged) {
        return staged.readings().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /**
     * Adds the records of some readings, each once, within the transaction of a commit.
     *
     * @throws dev.leat.error.LeatException INTERNAL, if they are not those that the readers have counted
     */
    public void publish(long commit, String dataset, Staged staged) throws SQLException {
        Map<String, Long> kept = staged.readings().isEmpty() ? Map.of() : kept(staged);
        Checks.verify(
                kept.equals(staged.records()),
                "each malformed record that " + dataset + " has come across is kept: read " + staged.records()
                        + ", kept " + kept);
        if (kept.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = database.connection()
                .prepareStatement("INSERT INTO leat.errors SELECT DISTINCT ON (source, part, position) " + commit
                        + ", ?, source, '" + MALFORMED + "', reason, part, position, raw FROM leat_state." + STAGED
                        + " WHERE reading IN (" + numbers(staged) + ")")) {
            insert.setString(1, dataset);
            insert.executeUpdate();
        }
    }

    private Map<String, Long> kept(Staged staged) throws SQLException {
        Map<String, Long> kept = new HashMap<>();
        try (PreparedStatement select = database.connection()
                        .prepareStatement("SELECT source, count(*) FROM leat_state." + STAGED + " WHERE reading IN ("
                                + numbers(staged) + ") GROUP BY source");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                kept.put(row.getString(1), row.getLong(2));
            }
        }
        return kept;
    }

    /** A staged table and how many rows it is known to have. */
    public record Counted(String table, long rows) {}

    /**
     * Adds rows that came too late, within the transaction of a commit.
     *
     * @param late its columns are the time of a row, its part and position, and its content
     * @param watermark before which their times lie, microseconds since 1970-01-01
     */
    public void addLate(long commit, String dataset, String source, Counted late, long watermark) throws SQLException {
        try (PreparedStatement insert = database.connection()
                .prepareStatement("INSERT INTO leat.errors SELECT " + commit + ", ?, ?, '" + LATE
                        + "', 'its time ' || make_timestamp(time) || ' UTC is before the watermark ' || make_timestamp("
                        + watermark + ") || ' UTC', part, position, raw FROM " + late.table())) {
            insert.setString(1, dataset);
            insert.setString(2, source);
            long added = insert.executeUpdate();
            Checks.verify(
                    added == late.rows(),
                    "each row of " + source + " that is late for " + dataset + " is kept: found " + late.rows()
                            + ", kept " + added);
        }
    }

    /** Forgets the records that a dataset has come across. */
    public void clear(String dataset) throws SQLException {
        try (PreparedStatement delete =
                database.connection().prepareStatement("DELETE FROM leat.errors WHERE dataset = ?")) {
            delete.setString(1, dataset);
            delete.executeUpdate();
        }
    }

    /** Forgets the records of a dataset in a range of a part that is read again. */
    public void remove(String dataset, String source, String part, PositionRange range) throws SQLException {
        change("DELETE FROM leat.errors", List.of(dataset, source, part), range);
    }

    /** Has the records in a range of a part known by another name of it. */
    public void move(String dataset, String source, String from, String to, PositionRange range) throws SQLException {
        change("UPDATE leat.errors SET part = ?", List.of(to, dataset, source, from), range);
    }

    /** Changes the records in a range; the last three values are the dataset, the source and the part. */
    private void change(String change, List<String> values, PositionRange range) throws SQLException {
        try (PreparedStatement statement = database.connection()
                .prepareStatement(
                        change + " WHERE dataset = ? AND source = ? AND part = ? AND position >= ? AND position < ?")) {
            int parameter = 1;
            for (String value : values) {
                statement.setString(parameter++, value);
            }
            statement.setLong(parameter++, range.start());
            statement.setLong(parameter, range.end());
            statement.executeUpdate();
        }
    }

    /** Tells of all records, in the order of commits and positions, until the taker has enough. */
    public void forEach(Predicate<RejectedRecord> taker) throws SQLException {
        try (PreparedStatement select = database.connection()
                        .prepareStatement("SELECT commit, dataset, source, kind, reason, part, position, raw"
                                + " FROM leat.errors ORDER BY commit, dataset, source, part, position");
                ResultSet row = select.executeQuery()) {
            boolean goesOn = true;
            while (goesOn && row.next()) {
                goesOn = taker.test(new RejectedRecord(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        new MalformedRecord(row.getString(6), row.getLong(7), row.getString(5), bytes(row))));
            }
        }
    }

    private static byte[] bytes(ResultSet row) throws SQLException {
        var blob = row.getBlob(8);
        return blob.getBytes(1, (int) blob.length());
    }

    @Override
    public synchronized void close() {
        isUsed |= staging.isPresent();
        take();
    }
}
