package dev.leat.conformance.tpc;

import java.util.Locale;

/**
 * A column of a benchmark table.
 *
 * @param type as Spark SQL writes it, such as {@code DECIMAL(7,2)}
 */
public record TpcColumn(String name, String type) {
    /** The type under which DuckDB writes the column to Parquet, so that Spark reads the declared type. */
    String storageType() {
        String upper = type.toUpperCase(Locale.ROOT);
        return upper.startsWith("CHAR") || upper.startsWith("VARCHAR") || upper.equals("STRING") ? "VARCHAR" : upper;
    }
}
