package dev.leat.spark.store;

import java.util.List;

/**
 * Rows of a commit that wait for a sink outside.
 *
 * @param micros the time of the commit, in microseconds since 1970
 * @param sink its key
 * @param columns of the rows, as JSON
 * @param folders with the rows, as Parquet, one after the other, below that of the warehouse
 */
public record RowsDelivery(long commit, long micros, String sink, String columns, List<String> folders) {
    public RowsDelivery {
        folders = List.copyOf(folders);
    }
}
