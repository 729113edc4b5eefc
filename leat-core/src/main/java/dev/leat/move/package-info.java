/** A state on its way from one engine to the other: the files of its tables, with a manifest that says what they are. */
@NullMarked
package dev.leat.move;

import org.jspecify.annotations.NullMarked;
