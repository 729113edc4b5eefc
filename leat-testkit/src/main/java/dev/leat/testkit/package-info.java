/**
 * Generators of random plans, expressions and rows: everything follows from the random generator that is passed in. Contract tests, and the
 * audit of the states that tests leave.
 */
@NullMarked
package dev.leat.testkit;

import org.jspecify.annotations.NullMarked;
