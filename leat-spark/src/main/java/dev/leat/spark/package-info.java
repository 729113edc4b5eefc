/** The cluster engine: the upkeep of datasets as batch jobs of Spark over Iceberg tables. */
@NullMarked
package dev.leat.spark;

import org.jspecify.annotations.NullMarked;
