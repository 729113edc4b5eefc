/** Runs that stay up under load: rows at a rate, and results as they are committed. */
@NullMarked
package dev.leat.conformance.load;

import org.jspecify.annotations.NullMarked;
