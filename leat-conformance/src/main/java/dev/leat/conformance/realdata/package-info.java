/** Real data sets, read by projects of a few lines, against answers found without Leat. */
@NullMarked
package dev.leat.conformance.realdata;

import org.jspecify.annotations.NullMarked;
