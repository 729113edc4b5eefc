/** Nexmark: its events, made anew from the published rules, and what its queries give. */
@NullMarked
package dev.leat.conformance.nexmark;

import org.jspecify.annotations.NullMarked;
