package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.fault.FaultPoint;
import dev.leat.incremental.Stored;
import dev.leat.json.SchemaJson;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.Bundle.Content;
import dev.leat.move.BundleFolder;
import dev.leat.move.RowSum;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Writes tables into the files of a bundle, and reads them there. */
final class MovedFiles {
    private final Database database;
    private final BundleFolder folder;
    private final TableSums sums;
    private int written;

    MovedFiles(Database database, BundleFolder folder) {
        this.database = database;
        this.folder = folder;
        this.sums = new TableSums(database);
    }

    /**
     * Writes a table.
     *
     * @param table as SQL
     * @param columns with the names that they have in it
     */
    BundleTable write(Content content, String name, String table, List<Field> columns) throws SQLException {
        StringJoiner list = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            list.add(LiteralSql.identifier(columns.get(i).name()) + " AS " + Stored.field(i));
        }
        String file = written++ + ".parquet";
        database.execute("COPY (SELECT " + list + " FROM " + table + ") TO "
                + LiteralSql.string(folder.path(file).toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        RowSum sum = sums.of(table, columns);
        FaultPoint.BUNDLE_TABLE_WRITTEN.reach();
        return new BundleTable(
                content.table(name),
                content,
                SchemaJson.write(columns),
                List.of(folder.describe(file)),
                sum.rows(),
                sum.text());
    }

    /**
     * Makes a table of one in the bundle.
     *
     * @param table as SQL
     * @throws dev.leat.error.LeatException STATE_DAMAGED if its rows are not those that were written
     */
    void create(String table, BundleTable moved) throws SQLException {
        List<Field> columns = SchemaJson.read(moved.columns());
        database.execute("CREATE OR REPLACE TABLE " + table + " AS " + select(moved, columns));
        BundleFolder.requireSame(moved, sums.of(table, columns));
    }

    /** Puts the rows of a table that was made of one in the bundle in place of those that another has, within a transaction. */
    void replace(String table, String staged, List<Field> columns) throws SQLException {
        String names = columns.stream()
                .map(column -> LiteralSql.identifier(column.name()))
                .collect(Collectors.joining(", "));
        database.execute("DELETE FROM " + table);
        database.execute("INSERT INTO " + table + " (" + names + ") SELECT " + names + " FROM " + staged);
        database.execute("DROP TABLE " + staged);
    }

    private String select(BundleTable moved, List<Field> columns) {
        StringJoiner list = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            Field column = columns.get(i);
            list.add("CAST(" + Stored.field(i) + " AS " + DuckDbTypes.sql(column.type()) + ") AS "
                    + LiteralSql.identifier(column.name()));
        }
        String files = moved.files().stream()
                .map(file -> LiteralSql.string(folder.path(file.path()).toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        return "SELECT " + list + " FROM read_parquet(" + files + ")";
    }
}
