/** The projects of {@code examples/}, as users run them. */
@NullMarked
package dev.leat.conformance.examples;

import org.jspecify.annotations.NullMarked;
