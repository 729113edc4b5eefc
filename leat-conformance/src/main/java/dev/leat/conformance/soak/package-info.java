/** A run that stays up for an hour: what it holds must not grow, and its results must be those of plain Java. */
@NullMarked
package dev.leat.conformance.soak;

import org.jspecify.annotations.NullMarked;
