/** Tests of this package. */
@NullMarked
package dev.leat.sql.analysis;

import org.jspecify.annotations.NullMarked;
