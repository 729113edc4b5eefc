package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.ParquetValues;
import dev.leat.error.LeatException;
import dev.leat.plan.Column;
import dev.leat.plan.ParquetSupport;
import java.util.List;
import java.util.StringJoiner;

/** The columns of a query as those of a Parquet file, which must have names and types that the file keeps. */
final class ParquetColumns {
    private ParquetColumns() {}

    /**
     * The columns of a rendered plan as SQL.
     *
     * @throws LeatException NOT_SUPPORTED, when a file would not keep them
     */
    static String select(List<Column> columns) {
        ParquetSupport.require(columns);
        StringJoiner select = new StringJoiner(", ");
        for (Column column : columns) {
            String value = ParquetValues.of("c" + column.id(), column.type());
            select.add(value + " AS " + LiteralSql.identifier(column.name()));
        }
        return select.toString();
    }
}
