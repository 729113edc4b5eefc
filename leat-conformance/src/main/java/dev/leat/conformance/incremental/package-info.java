/** Maintained results against results computed as a whole. */
@NullMarked
package dev.leat.conformance.incremental;

import org.jspecify.annotations.NullMarked;
