package dev.leat.duckdb.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that a transaction sets in one of the tables of the record. A statement costs about as much whatever it does, so they
 * are written at the transaction's end, by two statements however many they are.
 */
final class RowBuffer {
    private final Database database;
    private final String table;
    private final String keyColumns;
    private final Set<String> removed = new LinkedHashSet<>();
    private final Map<String, String> rows = new LinkedHashMap<>();

    /**
     * A buffer without rows.
     *
     * @param keyColumns as SQL, in parentheses if there are several
     */
    RowBuffer(Database database, String table, String keyColumns) {
        this.database = database;
        this.table = table;
        this.keyColumns = keyColumns;
    }

    /** A text as SQL. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** Takes away what the table has of a key, as SQL. */
    void remove(String key) {
        removed.add(key);
        rows.remove(key);
    }

    /** Sets the row of a key; both as SQL, the row in parentheses. */
    void set(String key, String row) {
        removed.add(key);
        rows.put(key, row);
    }

    /** Writes all of it. */
    void flush() throws SQLException {
        if (!removed.isEmpty()) {
            database.execute(
                    "DELETE FROM " + table + " WHERE " + keyColumns + " IN (" + String.join(", ", removed) + ")");
        }
        List<String> added = new ArrayList<>(rows.values());
        clear();
        database.insert(table, added);
    }

    /** Forgets what was not written. */
    void clear() {
        removed.clear();
        rows.clear();
    }
}
