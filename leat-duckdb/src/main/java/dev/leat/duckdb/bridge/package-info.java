/** Java code as functions of DuckDB: evaluators as vectorised scalar functions, readers as table functions. */
@NullMarked
package dev.leat.duckdb.bridge;

import org.jspecify.annotations.NullMarked;
