/** Runs that are killed while data flow: nothing may be lost, repeated or torn, in state, files and topics. */
@NullMarked
package dev.leat.conformance.kill;

import org.jspecify.annotations.NullMarked;
