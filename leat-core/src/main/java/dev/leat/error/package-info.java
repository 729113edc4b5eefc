/** Errors with a code and an owner, positions in source text, and checks that are always on. */
@NullMarked
package dev.leat.error;

import org.jspecify.annotations.NullMarked;
