/** Tests of the harness for Spark's SQL suite, and the suite's ratchet. */
@NullMarked
package dev.leat.conformance.suite;

import org.jspecify.annotations.NullMarked;
