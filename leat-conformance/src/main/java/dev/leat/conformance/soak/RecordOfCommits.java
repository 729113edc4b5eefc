package dev.leat.conformance.soak;

import dev.leat.duckdb.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/**
 * The part of a state that grows with each commit, whatever is in it: who was refreshed how, and what became of records.
 *
 * @param bytes that it takes in a file of its own
 */
record RecordOfCommits(long commits, long rows, long bytes) {
    private static final List<String> TABLES = List.of("commits", "outcomes", "counts", "expectations");

    /** Reads it from a state that no process holds. */
    static RecordOfCommits of(Path state) throws SQLException, IOException {
        Path copy = Files.createTempFile("leat-record-", ".duckdb");
        Files.delete(copy);
        Properties properties = new Properties();
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + state.resolve(Database.FILE) + "' AS state (READ_ONLY)");
            statement.execute("ATTACH '" + copy + "' AS copy");
            long rows = 0;
            for (String table : TABLES) {
                statement.execute("CREATE TABLE copy." + table + " AS SELECT * FROM state.leat." + table);
                rows += number(statement, "copy." + table);
            }
            long commits = number(statement, "copy.commits");
            statement.execute("DETACH copy");
            return new RecordOfCommits(commits, rows, Files.size(copy));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static long number(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public String toString() {
        return "record of " + commits + " commits: " + rows + " rows, " + bytes + " bytes, "
                + bytes / Math.max(1, commits) + " for each";
    }
}
