package dev.leat.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that a commit has computed and keeps until it ends: few of them in the driver, many in files. They are not computed again, so that
 * all that is made of them is made of the same rows.
 */
record Staged(Dataset<Row> rows, long count) {}
