package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.List;
import java.util.StringJoiner;

/** Columns that the published rows of a streaming table do not have yet. */
final class AddedColumns {
    private AddedColumns() {}

    /** The published table with columns that it does not have, as SQL of a relation. */
    static String with(List<Field> added, RelationName table) {
        String published = TableNames.published(table);
        if (added.isEmpty()) {
            return published;
        }
        StringJoiner columns = new StringJoiner(", ", "(SELECT *, ", " FROM " + published + ")");
        for (Field field : added) {
            columns.add(
                    "CAST(NULL AS " + DuckDbTypes.sql(field.type()) + ") AS " + LiteralSql.identifier(field.name()));
        }
        return columns.toString();
    }

    /** A statement that adds a column to a published table. */
    static String addition(RelationName table, Field column) {
        return "ALTER TABLE " + TableNames.published(table) + " ADD COLUMN " + LiteralSql.identifier(column.name())
                + " " + DuckDbTypes.sql(column.type());
    }
}
