/** Tests of this package. */
@NullMarked
package dev.leat.sql.translate;

import org.jspecify.annotations.NullMarked;
