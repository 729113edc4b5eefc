package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.Database;
import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.Stored;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Changes tables within a transaction. */
final class TableChanges {
    private final Database database;

    TableChanges(Database database) {
        this.database = database;
    }

    /** A dataset's table as it will be, as SQL of a relation with the dataset's columns; it is not computed as a whole. */
    static String applied(Computed result) {
        Optional<TableChange> change = result.change();
        if (change.isEmpty()) {
            return result.before();
        }
        StringJoiner names = new StringJoiner(", ");
        StringJoiner columns = new StringJoiner(", ");
        int index = 0;
        for (Field field : result.dataset().schema()) {
            String name = LiteralSql.identifier(field.name());
            names.add(name);
            columns.add(LiteralSql.identifier(Stored.field(index++)) + " AS " + name);
        }
        return applied("SELECT " + names + " FROM " + result.before(), columns.toString(), change.get());
    }

    /** The same of a table of stored rows. */
    static String applied(String table, int columns, TableChange change) {
        if (change.size() == 0) {
            return table;
        }
        String names = IntStream.range(0, columns)
                .mapToObj(i -> LiteralSql.identifier(Stored.field(i)))
                .collect(Collectors.joining(", "));
        String list = columns == 0 ? "*" : names;
        return applied("SELECT " + list + " FROM " + table, list, change);
    }

    private static String applied(String before, String columns, TableChange change) {
        String kept = change.deleted()
                .map(rows ->
                        "SELECT * FROM (" + before + " EXCEPT ALL SELECT " + columns + " FROM " + rows.table() + ")")
                .orElse(before);
        return change.inserted()
                .map(rows -> "(" + kept + " UNION ALL SELECT " + columns + " FROM " + rows.table() + ")")
                .orElse("(" + kept + ")");
    }

    /**
     * Takes rows away and adds others.
     *
     * @param table as SQL
     * @param columns the table's, unquoted, in the order of the change's
     */
    void apply(String table, List<String> columns, TableChange change) throws SQLException {
        if (columns.isEmpty()) {
            applyCount(table, change.growth());
            return;
        }
        if (change.deleted().isPresent()) {
            Rows rows = change.deleted().get();
            long deleted = change.key().isPresent()
                    ? delete(table, columns, change.key().get(), rows)
                    : delete(table, columns, rows);
            if (deleted != rows.count()) {
                throw new LeatException(
                        ErrorCode.INTERNAL,
                        "Of " + rows.count() + " rows to be taken away from " + table + ", " + deleted
                                + " are there. Results are as before; compute them anew with --full-refresh");
            }
        }
        if (change.inserted().isPresent()) {
            // By position, and cast to the types of the table, whose columns may have another order.
            String names = columns.stream().map(LiteralSql::identifier).collect(Collectors.joining(", "));
            database.execute("INSERT INTO " + table + " (" + names + ") SELECT * FROM "
                    + change.inserted().get().table());
        }
    }

    /** Rows without columns are all alike. */
    private void applyCount(String table, long growth) throws SQLException {
        if (growth >= 0) {
            database.execute("INSERT INTO " + table + " SELECT 1 FROM range(" + growth + ")");
            return;
        }
        long deleted = database.update(
                "DELETE FROM " + table + " WHERE rowid IN (SELECT rowid FROM " + table + " LIMIT " + -growth + ")");
        Checks.verify(deleted == -growth, "the rows are there");
    }

    /** Rows that are told apart by some columns. */
    private long delete(String table, List<String> columns, List<Integer> key, Rows rows) throws SQLException {
        String same = key.stream()
                .map(i -> "t." + LiteralSql.identifier(columns.get(i)) + " IS NOT DISTINCT FROM d."
                        + LiteralSql.identifier(Stored.field(i)))
                .collect(Collectors.joining(" AND "));
        return database.update("DELETE FROM " + table + " AS t USING " + rows.table() + " AS d WHERE "
                + (same.isEmpty() ? "true" : same));
    }

    /** Of rows that are alike, as many are taken away as are asked for. */
    private long delete(String table, List<String> columns, Rows rows) throws SQLException {
        StringJoiner same = new StringJoiner(" AND ");
        StringJoiner keys = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            String key = "d." + LiteralSql.identifier(Stored.field(i));
            same.add("t." + LiteralSql.identifier(columns.get(i)) + " IS NOT DISTINCT FROM " + key);
            keys.add(LiteralSql.identifier(Stored.field(i)));
        }
        return database.update("DELETE FROM " + table
                + " WHERE rowid IN (SELECT r FROM (SELECT t.rowid AS r, d.n AS n,"
                + " row_number() OVER (PARTITION BY d.k) AS i FROM " + table + " AS t JOIN (SELECT " + keys
                + ", count(*) AS n, row_number() OVER () AS k FROM " + rows.table() + " GROUP BY " + keys + ") AS d ON "
                + same + ") WHERE i <= n)");
    }
}
