/**
 * Access to the parts of DuckDB's Java driver that it keeps to its own package: the memory of vectors of every type,
 * nested ones included, which its public function interface does not reach. Bound to the pinned version of the driver;
 * only {@code dev.leat.duckdb.bridge} may use it.
 */
@NullMarked
package org.duckdb;

import org.jspecify.annotations.NullMarked;
