/** Tests of the reference. */
@NullMarked
package dev.leat.conformance.oracle;

import org.jspecify.annotations.NullMarked;
