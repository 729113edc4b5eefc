/** The database file: connections, errors, results and the record of commits. */
@NullMarked
package dev.leat.duckdb.store;

import org.jspecify.annotations.NullMarked;
