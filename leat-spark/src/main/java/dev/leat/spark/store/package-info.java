/** What the cluster engine keeps in a warehouse: Iceberg tables, and the log of commits that names their snapshots. */
@NullMarked
package dev.leat.spark.store;

import org.jspecify.annotations.NullMarked;
