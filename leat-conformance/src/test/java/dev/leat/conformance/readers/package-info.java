/** A small run of the reader harness. */
@NullMarked
package dev.leat.conformance.readers;

import org.jspecify.annotations.NullMarked;
