/** Spark's own SQL test suite, run on another engine and compared with its golden results. */
@NullMarked
package dev.leat.conformance.suite;

import org.jspecify.annotations.NullMarked;
