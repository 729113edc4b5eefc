/** The algebra: relational operators and typed expressions, independent of any engine. */
@NullMarked
package dev.leat.plan;

import org.jspecify.annotations.NullMarked;
