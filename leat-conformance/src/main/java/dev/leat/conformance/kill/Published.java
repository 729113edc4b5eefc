package dev.leat.conformance.kill;

import dev.leat.conformance.load.Delivered;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/**
 * What a killed run has published, seen without changing a byte of the state: to recover is for the next run.
 *
 * @param sums of the view, as those of the table in {@link Delivered#sums}
 */
record Published(Delivered table, String sums) {
    private static final String SCHEMA = "\"spark_catalog.default\".";

    static Published read(Path database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("duckdb.read_only", "true");
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + database, properties);
                Statement statement = connection.createStatement()) {
            Delivered table = new Delivered();
            try (ResultSet rows = statement.executeQuery("SELECT id || ',' || word FROM " + SCHEMA + "events")) {
                while (rows.next()) {
                    table.add(rows.getString(1));
                }
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT concat_ws(',', sum(n), sum(s)) FROM " + SCHEMA + "words")) {
                row.next();
                return new Published(table, row.getString(1));
            }
        }
    }
}
