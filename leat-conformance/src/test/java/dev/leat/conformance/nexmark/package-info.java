/** The events and queries of Nexmark. */
@NullMarked
package dev.leat.conformance.nexmark;

import org.jspecify.annotations.NullMarked;
