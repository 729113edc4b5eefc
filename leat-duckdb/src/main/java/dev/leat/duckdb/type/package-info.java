/** How values of Spark's types are stored in DuckDB. */
@NullMarked
package dev.leat.duckdb.type;

import org.jspecify.annotations.NullMarked;
