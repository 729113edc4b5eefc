package dev.leat.duckdb.store;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** The one writing connection of a database. Transactions are SQL's own BEGIN and COMMIT only. */
public final class Database implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 500;

    /** The file within the state's folder. */
    public static final String FILE = "state.duckdb";

    private final Connection connection;
    private final Optional<Path> file;

    private Database(Connection connection, Optional<Path> file) {
        this.connection = connection;
        this.file = file;
    }

    /**
     * Opens the database, creating what is missing.
     *
     * @throws LeatException STATE_LOCKED when another process holds it, STATE_DAMAGED or IO when it cannot be read
     */
    public static Database open(EngineOptions options) {
        try {
            String url = "jdbc:duckdb:";
            if (options.state().isPresent()) {
                Path folder = options.state().get();
                requireName(folder);
                if (Files.isRegularFile(folder)) {
                    throw new LeatException(
                            ErrorCode.USAGE,
                            "Cannot keep the state in " + folder + ": it is a file; name a folder with --state");
                }
                Files.createDirectories(folder);
                url += folder.resolve(FILE);
            }
            Properties properties = new Properties();
            // Not through DriverManager, which would look for drivers in all jars.
            Database database = new Database(
                    new DuckDBDriver().connect(url, properties), options.state().map(folder -> folder.resolve(FILE)));
            NativeLibrary.forgetCopy();
            database.configure(options);
            return database;
        } catch (SQLException e) {
            throw options.state()
                    .map(folder -> StateErrors.opening(e, folder))
                    .orElseGet(() -> DuckDbErrors.convert(e, "open a database in memory"));
        } catch (IOException e) {
            throw FileErrors.convert(
                    e, "create the state folder " + options.state().orElseThrow());
        }
    }

    /** In such a name DuckDB and its driver take what follows for options. */
    private static void requireName(Path folder) {
        if (folder.toString().indexOf(';') >= 0 || folder.toString().indexOf('?') >= 0) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "Cannot keep the state in " + folder
                            + ": DuckDB opens no path with ; or ? in it; name another folder with --state");
        }
    }

    private void configure(EngineOptions options) throws SQLException {
        execute("SET threads = " + options.threads());
        execute("SET memory_limit = '" + options.memoryLimit() + "'");
        execute("SET TimeZone = 'UTC'");
        // It reads what is below a window twice, where each record has to be read and counted once, and takes PARTITION
        // BY (a, a) for another
        // key (duckdb/duckdb#24780).
        execute("SET disabled_optimizers = 'window_self_join'");
        setInsertionOrder(InsertionOrder.KEPT);
        execute("SET autoinstall_known_extensions = false");
        execute("SET autoload_known_extensions = false");
        execute("SET wal_autocheckpoint = '" + Checkpoints.LOG_BYTES_MAX + "B'");
        if (options.state().isPresent()) {
            execute("SET temp_directory = '"
                    + options.state().get().resolve("spill").toString().replace("'", "''") + "'");
        }
    }

    /** Whether rows without an order of their own stay in that in which they were read, for which one thread reads them. */
    public enum InsertionOrder {
        KEPT,
        ANY
    }

    /** Sets the order of rows for the statements that follow. */
    public void setInsertionOrder(InsertionOrder order) throws SQLException {
        execute("SET preserve_insertion_order = " + (order == InsertionOrder.KEPT));
    }

    /** The size of the files of the state; 0 in memory. */
    public long bytes() {
        return file.map(Database::size).orElse(0L) + logBytes();
    }

    /** The size of the write-ahead log; 0 in memory. */
    long logBytes() {
        return file.map(path -> size(Path.of(path + ".wal"))).orElse(0L);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // Not there, or gone meanwhile.
            return 0;
        }
    }

    /** The connection, for registering functions. */
    public Connection connection() {
        return connection;
    }

    /** Runs a statement without a result. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement that writes rows; their count. */
    public long update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    /**
     * Adds rows to a table.
     *
     * @param rows as SQL, in parentheses
     */
    public void insert(String table, List<String> rows) throws SQLException {
        for (int i = 0; i < rows.size(); i += ROWS_AT_ONCE) {
            List<String> some = rows.subList(i, Math.min(rows.size(), i + ROWS_AT_ONCE));
            execute("INSERT INTO " + table + " VALUES " + String.join(", ", some));
        }
    }

    /** Runs a statement that gives one number. */
    public long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Work inside a transaction. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void run() throws SQLException;
    }

    /** Runs all of the work or nothing of it. */
    public void transaction(Work work) throws SQLException {
        execute("BEGIN TRANSACTION");
        try {
            work.run();
            FaultPoint.TRANSACTION_WRITTEN.reach();
            execute("COMMIT");
            FaultPoint.TRANSACTION_COMMITTED.reach();
        } catch (SQLException | RuntimeException e) {
            try {
                execute("ROLLBACK");
            } catch (SQLException rollback) {
                e.addSuppressed(rollback);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
            FaultPoint.STATE_CLOSED.reach();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "close the state");
        }
    }
}
