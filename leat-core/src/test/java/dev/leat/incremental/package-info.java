/** Tests of the delta rules as plans; {@code bench/incremental-oracle} tests what they compute. */
@NullMarked
package dev.leat.incremental;

import org.jspecify.annotations.NullMarked;
