/** Translates Spark's resolved plans and expressions to our algebra. */
@NullMarked
package dev.leat.sql.translate;

import org.jspecify.annotations.NullMarked;
