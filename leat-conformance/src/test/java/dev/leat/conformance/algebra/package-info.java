/** The algebra against Spark: a plan, rendered as Spark SQL, gives Spark's answer to the original text. */
@NullMarked
package dev.leat.conformance.algebra;

import org.jspecify.annotations.NullMarked;
