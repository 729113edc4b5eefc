/** The cluster engine on real clusters: each process a JVM of its own, killed at random instants. */
@NullMarked
package dev.leat.conformance.cluster;

import org.jspecify.annotations.NullMarked;
