package dev.leat.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Databases and files that a test looks into, or makes, past Leat. */
final class DuckDbFile {
    private DuckDbFile() {}

    /** The first column of a query's rows in a database that nobody has open. */
    static List<String> texts(Path database, String sql) {
        List<String> texts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return texts;
    }

    /** Changes such a database. */
    static void change(Path database, String... statements) {
        execute("jdbc:duckdb:" + database, statements);
    }

    /** Writes a Parquet file, in a folder that need not be there. */
    static void writeParquet(Path file, String query) {
        try {
            Files.createDirectories(file.resolveSibling("."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("jdbc:duckdb:", "COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
    }

    private static void execute(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
