package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.Database;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.Stored;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;

/** Changes tables within a transaction. */
final class TableChanges {
    private final Database database;

    TableChanges(Database database) {
        this.database = database;
    }

    /** A dataset's table as it will be, as SQL of a relation with the dataset's columns. */
    static String applied(RelationName name, Computed result) {
        TableChange change = result.change().orElseThrow();
        StringJoiner columns = new StringJoiner(", ");
        int index = 0;
        for (Field field : result.dataset().schema()) {
            columns.add(LiteralSql.identifier(Stored.field(index++)) + " AS " + LiteralSql.identifier(field.name()));
        }
        String table = TableNames.published(name);
        String kept = change.deleted()
                .map(rows ->
                        "(SELECT * FROM " + table + " EXCEPT ALL SELECT " + columns + " FROM " + rows.table() + ")")
                .orElse(table);
        return change.inserted()
                .map(rows -> "(SELECT * FROM " + kept + " UNION ALL SELECT " + columns + " FROM " + rows.table() + ")")
                .orElse(kept);
    }

    /**
     * Takes rows away and adds others.
     *
     * @param table as SQL
     * @param columns the table's, unquoted, in the order of the change's
     */
    void apply(String table, List<String> columns, TableChange change) throws SQLException {
        if (change.deleted().isPresent()) {
            delete(table, columns, change.deleted().get());
        }
        if (change.inserted().isPresent()) {
            // By position, and cast to the table's types.
            database.execute("INSERT INTO " + table + " SELECT * FROM "
                    + change.inserted().get().table());
        }
    }

    /** Of rows that are alike, as many are taken away as are asked for. */
    private void delete(String table, List<String> columns, Rows rows) throws SQLException {
        StringJoiner same = new StringJoiner(" AND ");
        StringJoiner keys = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            String key = "d." + LiteralSql.identifier(Stored.field(i));
            same.add("t." + LiteralSql.identifier(columns.get(i)) + " IS NOT DISTINCT FROM " + key);
            keys.add(LiteralSql.identifier(Stored.field(i)));
        }
        long deleted = database.update("DELETE FROM " + table
                + " WHERE rowid IN (SELECT r FROM (SELECT t.rowid AS r, d.n AS n,"
                + " row_number() OVER (PARTITION BY d.k) AS i FROM " + table + " AS t JOIN (SELECT " + keys
                + ", count(*) AS n, row_number() OVER () AS k FROM " + rows.table() + " GROUP BY " + keys + ") AS d ON "
                + same + ") WHERE i <= n)");
        if (deleted != rows.count()) {
            throw new LeatException(
                    ErrorCode.INTERNAL,
                    "Of " + rows.count() + " rows to be taken away from " + table + ", " + deleted
                            + " are there. Results are as before; compute them anew with --full-refresh");
        }
    }
}
