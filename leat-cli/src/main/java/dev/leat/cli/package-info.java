/** The command line: parses options, runs one command, tells its result and its errors, and sets the exit code. */
@NullMarked
package dev.leat.cli;

import org.jspecify.annotations.NullMarked;
