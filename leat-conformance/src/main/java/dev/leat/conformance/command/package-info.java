/** Leat as its users have it: commands, their output and exit codes. */
@NullMarked
package dev.leat.conformance.command;

import org.jspecify.annotations.NullMarked;
