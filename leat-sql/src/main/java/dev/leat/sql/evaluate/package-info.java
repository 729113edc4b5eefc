/** Spark's own code for expressions, aggregate functions and generators, behind the engine boundary. */
@NullMarked
package dev.leat.sql.evaluate;

import org.jspecify.annotations.NullMarked;
