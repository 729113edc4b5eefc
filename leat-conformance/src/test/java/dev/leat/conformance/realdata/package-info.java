/** Real data sets through the product's own commands. */
@NullMarked
package dev.leat.conformance.realdata;

import org.jspecify.annotations.NullMarked;
