/** Tests of the sources of pipelines on Spark. */
@NullMarked
package dev.leat.spark.read;

import org.jspecify.annotations.NullMarked;
