package dev.leat.conformance.incremental;

import dev.leat.duckdb.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a state, which no engine has open, says that became of the records of streaming tables. */
final class RecordedFates implements AutoCloseable {
    private final Connection database;

    RecordedFates(Path state) throws SQLException {
        this.database = DriverManager.getConnection("jdbc:duckdb:" + state.resolve(Database.FILE));
    }

    /** The file and position of each row that the last commit found to be late. */
    List<String> late(String table) throws SQLException {
        return texts("SELECT part || ' ' || position FROM leat.errors WHERE kind = 'late'"
                + " AND commit = (SELECT max(commit) FROM leat.commits) AND dataset LIKE '%`" + table + "`'");
    }

    /** How many records were accepted, malformed or late, all told, where none of these is below zero. */
    List<String> counted(String table) throws SQLException {
        return texts(
                "SELECT sum(accepted + malformed + late) FROM leat.counts WHERE least(accepted, malformed, late) >= 0"
                        + " AND source NOT LIKE '%.dim' AND name LIKE '%." + table + "'");
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
