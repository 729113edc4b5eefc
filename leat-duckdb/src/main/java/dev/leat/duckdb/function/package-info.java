/** Which of Spark's functions DuckDB computes with the same result, and how. */
@NullMarked
package dev.leat.duckdb.function;

import org.jspecify.annotations.NullMarked;
