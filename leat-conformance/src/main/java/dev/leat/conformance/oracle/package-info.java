/** Spark local as the reference: its answers as plain values. */
@NullMarked
package dev.leat.conformance.oracle;

import org.jspecify.annotations.NullMarked;
