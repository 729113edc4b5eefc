package dev.leat.duckdb.store;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.ReadCounts;
import dev.leat.type.EpochMicros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The tables, in schema {@code leat}, that say what the database holds and how it came about: {@code format} and {@code identity} (one row each),
 * {@code datasets}, {@code commits}, {@code outcomes}, {@code counts}, {@code expectations}; {@code outbox}, {@code sink_files}
 * and {@code staging} are {@link SinkLog}'s, {@code deliveries} {@link DeliveryLog}'s; {@code maintained} and {@code positions} are
 * {@link MaintenanceLog}'s; {@code watermarks} are {@link WatermarkLog}'s; {@code errors} are {@link ErrorLog}'s;
 * {@code movement} is {@link MovementLog}'s.
 */
public final class CommitLog {
    /** Raised when an older Leat can't read what this one writes. */
    static final int FORMAT = 9;

    private static final int FIRST_WITH_POSITIONS = 4;
    private static final int FIRST_WITH_STATES = 8;

    private static final String MAINTAINED =
            "CREATE TABLE IF NOT EXISTS leat.maintained (dataset VARCHAR NOT NULL, program VARCHAR NOT NULL,"
                    + " changed BIGINT NOT NULL, seen BIGINT NOT NULL, states VARCHAR[] NOT NULL, since BIGINT NOT NULL)";

    private static final List<String> TABLES = List.of(
            "CREATE SCHEMA IF NOT EXISTS leat",
            "CREATE TABLE IF NOT EXISTS leat.format (version INTEGER NOT NULL, duckdb VARCHAR NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.identity (id VARCHAR NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.datasets (key VARCHAR NOT NULL, name VARCHAR[] NOT NULL, kind VARCHAR NOT NULL,"
                    + " columns VARCHAR NOT NULL, row_count BIGINT NOT NULL, refreshed TIMESTAMP NOT NULL, commit BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.commits (commit BIGINT NOT NULL, time TIMESTAMP NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.outcomes (commit BIGINT NOT NULL, name VARCHAR NOT NULL, status VARCHAR NOT NULL,"
                    + " rows_in BIGINT, rows_out BIGINT, micros BIGINT NOT NULL, problem VARCHAR, extent VARCHAR)",
            "CREATE TABLE IF NOT EXISTS leat.counts (commit BIGINT NOT NULL, name VARCHAR NOT NULL, source VARCHAR NOT NULL,"
                    + " read BIGINT NOT NULL, accepted BIGINT NOT NULL, malformed BIGINT NOT NULL, late BIGINT NOT NULL, rejected BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.expectations (commit BIGINT NOT NULL, dataset VARCHAR NOT NULL, name VARCHAR NOT NULL,"
                    + " action VARCHAR NOT NULL, passed BIGINT NOT NULL, violated BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.outbox (commit BIGINT NOT NULL, sink VARCHAR NOT NULL, staged VARCHAR,"
                    + " published VARCHAR NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.sink_files (folder VARCHAR NOT NULL, path VARCHAR NOT NULL, flow VARCHAR)",
            "CREATE TABLE IF NOT EXISTS leat.deliveries (commit BIGINT NOT NULL, sink VARCHAR NOT NULL,"
                    + " columns VARCHAR NOT NULL, row_count BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.staging (folder VARCHAR NOT NULL)",
            MAINTAINED,
            "CREATE TABLE IF NOT EXISTS leat.positions (dataset VARCHAR NOT NULL, source VARCHAR NOT NULL, part VARCHAR NOT NULL,"
                    + " first BIGINT NOT NULL, next BIGINT NOT NULL, modified BIGINT NOT NULL, identity VARCHAR NOT NULL,"
                    + " tag VARCHAR NOT NULL, commit BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.watermarks (dataset VARCHAR NOT NULL, read INTEGER NOT NULL,"
                    + " source VARCHAR NOT NULL, part VARCHAR, time BIGINT, seen BIGINT)",
            "CREATE TABLE IF NOT EXISTS leat.errors (commit BIGINT NOT NULL, dataset VARCHAR NOT NULL, source VARCHAR NOT NULL,"
                    + " kind VARCHAR NOT NULL, reason VARCHAR NOT NULL, part VARCHAR NOT NULL, position BIGINT NOT NULL,"
                    + " raw BLOB NOT NULL)",
            "CREATE TABLE IF NOT EXISTS leat.movement (stage VARCHAR NOT NULL, engine VARCHAR NOT NULL,"
                    + " location VARCHAR NOT NULL, commit BIGINT NOT NULL)");

    /** What the names of a dataset's tables began with up to format 7, of a row d of leat.datasets. */
    private static final String OWN_STATES = "concat(lower(concat_ws('.', d.name[1], d.name[2], d.name[3])), '$')";

    private final Database database;
    private Optional<String> identity = Optional.empty();
    private final RowBuffer published;
    private Optional<Map<String, DatasetRow>> datasets = Optional.empty();
    private Optional<CommitStamp> last = Optional.empty();

    private CommitLog(Database database) {
        this.database = database;
        this.published = new RowBuffer(database, "leat.datasets", "key");
    }

    /**
     * The log of a database, made if the database is new.
     *
     * @throws LeatException STATE_VERSION, when a newer Leat wrote the database
     */
    public static CommitLog open(Database database) throws SQLException {
        CommitLog log = new CommitLog(database);
        boolean known = database.number("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'leat' AND"
                        + " table_name = 'format'")
                > 0;
        if (known) {
            log.requireFormat();
        } else {
            database.transaction(log::create);
        }
        return log;
    }

    private void create() throws SQLException {
        for (String table : TABLES) {
            database.execute(table);
        }
        identifyAnew();
        database.execute("INSERT INTO leat.format VALUES (" + FORMAT + ", version())");
    }

    /**
     * From format 1, which did not know the files of sinks, 2, which did not know what datasets have read, 3, which knew whole
     * files only, 4, which did not know since when a dataset has had its program, or 5, which had the time at which a commit
     * ended, or 6, which did not count what is read apart from what becomes of it, or 7, which did not know the tables of
     * operators by name, or 8, which could not say that the state has moved. Without its positions a dataset is computed as a whole once more.
     */
    private void upgrade(long version) throws SQLException {
        database.execute("ALTER TABLE leat.outbox ALTER COLUMN staged DROP NOT NULL");
        if (version < FIRST_WITH_POSITIONS) {
            for (String table : List.of("files", "positions", "errors", "maintained")) {
                database.execute("DROP TABLE IF EXISTS leat." + table);
            }
        }
        if (version < FIRST_WITH_STATES) {
            nameStates(version);
        }
        for (String table : TABLES) {
            database.execute(table);
        }
        boolean hasEnds = database.number("SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'leat'"
                        + " AND table_name = 'commits' AND column_name = 'finished'")
                > 0;
        if (hasEnds) {
            database.execute("ALTER TABLE leat.commits RENAME COLUMN finished TO time");
        }
        database.execute("ALTER TABLE leat.sink_files ADD COLUMN IF NOT EXISTS flow VARCHAR");
        database.execute("ALTER TABLE leat.outcomes ADD COLUMN IF NOT EXISTS extent VARCHAR");
        database.execute("ALTER TABLE leat.counts ADD COLUMN IF NOT EXISTS read BIGINT");
        database.execute("UPDATE leat.counts SET read = accepted + malformed + late + rejected WHERE read IS NULL");
        database.execute("INSERT INTO leat.identity SELECT CAST(uuid() AS VARCHAR)"
                + " WHERE NOT EXISTS (SELECT * FROM leat.identity)");
        database.execute("UPDATE leat.format SET version = " + FORMAT);
    }

    /** The tables of a dataset had its name and a number. */
    private void nameStates(long version) throws SQLException {
        if (version < FIRST_WITH_POSITIONS) {
            return;
        }
        database.execute("ALTER TABLE leat.maintained ADD COLUMN IF NOT EXISTS since BIGINT DEFAULT 0");
        database.execute("CREATE OR REPLACE TEMP TABLE maintained AS SELECT m.dataset, m.program, m.changed, m.seen,"
                + " coalesce((SELECT list(t.table_name) FROM duckdb_tables() t, leat.datasets d WHERE d.key = m.dataset AND"
                + " m.states AND t.schema_name = 'leat_state' AND starts_with(t.table_name, " + OWN_STATES + ") AND"
                + " regexp_full_match(substr(t.table_name, length(" + OWN_STATES
                + ") + 1), '[0-9]+')), []) AS states, m.since"
                + " FROM leat.maintained m");
        database.execute("DROP TABLE leat.maintained");
        database.execute(MAINTAINED);
        database.execute("INSERT INTO leat.maintained SELECT * FROM temp.maintained");
        database.execute("DROP TABLE temp.maintained");
    }

    private void requireFormat() throws SQLException {
        long version = database.number("SELECT max(version) FROM leat.format");
        if (version > FORMAT) {
            throw new LeatException(
                    ErrorCode.STATE_VERSION,
                    "Cannot open the state: its format is " + version + ", this Leat knows formats up to " + FORMAT
                            + ". Use the newer Leat that wrote it, or give another folder with --state");
        }
        if (version < FORMAT) {
            database.transaction(() -> upgrade(version));
        }
    }

    /** What tells this state from all others. */
    public String identity() throws SQLException {
        if (identity.isEmpty()) {
            try (PreparedStatement select = prepare("SELECT id FROM leat.identity");
                    ResultSet row = select.executeQuery()) {
                row.next();
                identity = Optional.of(row.getString(1));
            }
        }
        return identity.get();
    }

    /** Takes on the identity of another state, which goes on here, within a transaction. */
    public void identify(String id) throws SQLException {
        setIdentity(RowBuffer.text(id));
    }

    /** Becomes a state of its own, within a transaction. */
    public void identifyAnew() throws SQLException {
        setIdentity("CAST(uuid() AS VARCHAR)");
    }

    private void setIdentity(String value) throws SQLException {
        database.execute("DELETE FROM leat.identity");
        database.execute("INSERT INTO leat.identity VALUES (" + value + ")");
        identity = Optional.empty();
    }

    /** The last commit; number 0 of 1970 if there is none. It is read once, as nobody else adds commits. */
    public CommitStamp last() throws SQLException {
        if (last.isEmpty()) {
            try (PreparedStatement select = prepare(
                            "SELECT coalesce(max(commit), 0), coalesce(epoch_us(max(time)), 0) FROM leat.commits");
                    ResultSet row = select.executeQuery()) {
                row.next();
                last = Optional.of(new CommitStamp(row.getLong(1), EpochMicros.instant(row.getLong(2))));
            }
        }
        return last.get();
    }

    /** What the next commit is told apart by; it is never earlier than the last, wherever the time of day is set. */
    public CommitStamp next(Instant now) throws SQLException {
        CommitStamp before = last();
        boolean isLater = before.number() == 0 || before.published().isBefore(now);
        return new CommitStamp(before.number() + 1, isLater ? now : before.published());
    }

    /** What tells a published commit from all others. */
    public CommitStamp stamp(long commit) throws SQLException {
        return new CommitStamp(
                commit,
                EpochMicros.instant(
                        database.number("SELECT epoch_us(time) FROM leat.commits WHERE commit = " + commit)));
    }

    /** A row of {@code leat.datasets}. */
    public record DatasetRow(
            String key, List<String> name, String kind, String columns, long rows, Instant refreshed, long commit) {
        public DatasetRow {
            name = List.copyOf(name);
        }
    }

    /** Reads anew what was written by a transaction that was not committed. */
    public void forget() {
        identity = Optional.empty();
        datasets = Optional.empty();
        last = Optional.empty();
        published.clear();
    }

    /** Sets the row of a dataset. */
    public void put(DatasetRow row) throws SQLException {
        rows().put(row.key(), row);
        String name = row.name().stream().map(RowBuffer::text).collect(Collectors.joining(", ", "[", "]"));
        published.set(
                RowBuffer.text(row.key()),
                "(" + RowBuffer.text(row.key()) + ", " + name + ", " + RowBuffer.text(row.kind()) + ", "
                        + RowBuffer.text(row.columns()) + ", " + row.rows() + ", make_timestamp("
                        + EpochMicros.of(row.refreshed()) + "), " + row.commit() + ")");
    }

    /** Removes the row of a dataset that is no more. */
    public void remove(String key) throws SQLException {
        if (rows().remove(key) != null) {
            published.remove(RowBuffer.text(key));
        }
    }

    /** Writes what was set and removed, within the transaction of a commit. */
    public void flush() throws SQLException {
        published.flush();
    }

    /** All datasets, by name; they are read once, as nobody else writes them. */
    public List<DatasetRow> datasets() throws SQLException {
        return List.copyOf(rows().values());
    }

    /** The row of a dataset. */
    public Optional<DatasetRow> find(String key) throws SQLException {
        return Optional.ofNullable(rows().get(key));
    }

    private Map<String, DatasetRow> rows() throws SQLException {
        if (datasets.isEmpty()) {
            datasets = Optional.of(readDatasets());
        }
        return datasets.get();
    }

    private Map<String, DatasetRow> readDatasets() throws SQLException {
        Map<String, DatasetRow> rows = new TreeMap<>();
        try (PreparedStatement statement = prepare(
                        "SELECT key, array_to_string(name, chr(10)), kind, columns, row_count, epoch_us(refreshed),"
                                + " commit FROM leat.datasets ORDER BY key");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.put(
                        result.getString(1),
                        new DatasetRow(
                                result.getString(1),
                                List.of(result.getString(2).split("\n", -1)),
                                result.getString(3),
                                result.getString(4),
                                result.getLong(5),
                                EpochMicros.instant(result.getLong(6)),
                                result.getLong(7)));
            }
        }
        return rows;
    }

    /** Adds a commit with its time, which is the current time of all that it has computed. */
    public void addCommit(long commit, Instant time) throws SQLException {
        try (PreparedStatement insert = prepare("INSERT INTO leat.commits SELECT ?, make_timestamp(?)")) {
            insert.setLong(1, commit);
            insert.setLong(2, EpochMicros.of(time));
            insert.executeUpdate();
            last = Optional.of(new CommitStamp(commit, EpochMicros.instant(EpochMicros.of(time))));
        }
    }

    /** A row of {@code leat.outcomes}; counts are −1 where nothing was computed. */
    public record OutcomeRow(
            long commit,
            String name,
            String status,
            long rowsIn,
            long rowsOut,
            long micros,
            String problem,
            String extent) {}

    /** Adds how the refreshes of datasets ended. */
    public void add(List<OutcomeRow> rows) throws SQLException {
        try (PreparedStatement insert =
                prepare("INSERT INTO leat.outcomes SELECT ?, ?, ?, nullif(?, -1), nullif(?, -1), ?, nullif(?, ''),"
                        + " nullif(?, '')")) {
            for (OutcomeRow row : rows) {
                insert.setLong(1, row.commit());
                insert.setString(2, row.name());
                insert.setString(3, row.status());
                insert.setLong(4, row.rowsIn());
                insert.setLong(5, row.rowsOut());
                insert.setLong(6, row.micros());
                insert.setString(7, row.problem());
                insert.setString(8, row.extent());
                insert.executeUpdate();
            }
        }
    }

    /**
     * Adds what became of the records of one read of a source.
     *
     * @throws LeatException INTERNAL, if they are not the records that were read
     */
    public void addCounts(long commit, String name, String source, ReadCounts counts) throws SQLException {
        Checks.verify(
                counts.isConserved(),
                "the records that " + name + " has read of " + source
                        + " are those accepted, malformed, late and rejected: " + counts);
        try (PreparedStatement insert =
                prepare("INSERT INTO leat.counts (commit, name, source, read, accepted, malformed, late, rejected)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, commit);
            insert.setString(2, name);
            insert.setString(3, source);
            insert.setLong(4, counts.read());
            insert.setLong(5, counts.accepted());
            insert.setLong(6, counts.malformed());
            insert.setLong(7, counts.late());
            insert.setLong(8, counts.rejected());
            insert.executeUpdate();
        }
    }

    /** A row of {@code leat.expectations}. */
    public record ExpectationRow(long commit, String dataset, String name, String action, long passed, long violated) {}

    /** Adds how the rows of a dataset did by one of its expectations. */
    public void add(ExpectationRow row) throws SQLException {
        try (PreparedStatement insert = prepare("INSERT INTO leat.expectations VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, row.commit());
            insert.setString(2, row.dataset());
            insert.setString(3, row.name());
            insert.setString(4, row.action());
            insert.setLong(5, row.passed());
            insert.setLong(6, row.violated());
            insert.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        Connection connection = database.connection();
        return connection.prepareStatement(sql);
    }
}
