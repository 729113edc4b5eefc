/** The embedded engine: plans rendered as DuckDB SQL, Spark's code registered as functions, state in one database file. */
@NullMarked
package dev.leat.duckdb;

import org.jspecify.annotations.NullMarked;
