/** Spark's data types as neutral values. */
@NullMarked
package dev.leat.type;

import org.jspecify.annotations.NullMarked;
