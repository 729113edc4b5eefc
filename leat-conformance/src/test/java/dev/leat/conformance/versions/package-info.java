/** Tests of what runs on an earlier Spark; {@code bench/spark-3.5} is the proof. */
@NullMarked
package dev.leat.conformance.versions;

import org.jspecify.annotations.NullMarked;
