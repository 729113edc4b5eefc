/** How long results of a stream take, from topic to topic. */
@NullMarked
package dev.leat.conformance.latency;

import org.jspecify.annotations.NullMarked;
