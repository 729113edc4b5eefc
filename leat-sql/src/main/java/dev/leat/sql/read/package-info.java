/** Readers of files with Spark's own parsers, giving Spark's rows without a Spark session. */
@NullMarked
package dev.leat.sql.read;

import org.jspecify.annotations.NullMarked;
