package dev.leat.conformance.tpc;

import dev.leat.error.Checks;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Writes rows of Java values to Parquet. A file appears whole or not at all. */
final class ParquetFiles implements AutoCloseable {
    /** SQL NULL among the values of a row. */
    static final Object NULL = new Object();

    private final DuckDBConnection connection;

    ParquetFiles() throws SQLException {
        Connection opened = DriverManager.getConnection("jdbc:duckdb:");
        connection = opened.unwrap(DuckDBConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
        }
    }

    void write(TpcTable table, Iterator<List<Object>> rows) throws SQLException, IOException {
        String declared = table.columns().stream()
                .map(c -> c.name() + " " + c.storageType())
                .collect(Collectors.joining(", "));
        // Other processes may write the same file.
        Path partial = table.file()
                .resolveSibling(table.file().getFileName() + "."
                        + ProcessHandle.current().pid() + ".partial");
        Files.createDirectories(table.file().toAbsolutePath().getParent());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE t (" + declared + ")");
            append(table, rows);
            statement.execute("COPY t TO '" + partial + "' (FORMAT parquet, ROW_GROUP_SIZE 200000)");
            statement.execute("DROP TABLE t");
        }
        Files.move(partial, table.file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void append(TpcTable table, Iterator<List<Object>> rows) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender("main", "t")) {
            while (rows.hasNext()) {
                List<Object> row = rows.next();
                Checks.verify(row.size() == table.columns().size(), "a row has a value for each column");
                appender.beginRow();
                for (Object value : row) {
                    append(appender, value);
                }
                appender.endRow();
            }
        }
    }

    private static void append(DuckDBAppender appender, Object value) throws SQLException {
        if (value == NULL) {
            appender.appendNull();
        } else if (value instanceof Integer number) {
            appender.append(number.intValue());
        } else if (value instanceof Long number) {
            appender.append(number.longValue());
        } else if (value instanceof BigDecimal number) {
            appender.append(number);
        } else if (value instanceof LocalDate date) {
            appender.append(date);
        } else {
            appender.append((String) value);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
