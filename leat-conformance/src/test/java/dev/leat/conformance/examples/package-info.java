@NullMarked
package dev.leat.conformance.examples;

import org.jspecify.annotations.NullMarked;
