/** Plans as DuckDB SQL: one common table expression per node, columns named by id. */
@NullMarked
package dev.leat.duckdb.render;

import org.jspecify.annotations.NullMarked;
