/** Generators of random plans, expressions and rows. Everything follows from the random generator that is passed in. */
@NullMarked
package dev.leat.testkit;

import org.jspecify.annotations.NullMarked;
