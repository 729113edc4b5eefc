/** The sources of pipelines, read with Spark's own readers. */
@NullMarked
package dev.leat.spark.read;

import org.jspecify.annotations.NullMarked;
