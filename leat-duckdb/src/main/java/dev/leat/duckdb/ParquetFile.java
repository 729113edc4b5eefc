package dev.leat.duckdb;

import java.nio.file.Path;

/** A Parquet file to be written, with its compression as DuckDB names it. */
record ParquetFile(Path path, String compression) {}
