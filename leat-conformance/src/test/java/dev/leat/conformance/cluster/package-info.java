/** Tests on real clusters. */
@NullMarked
package dev.leat.conformance.cluster;

import org.jspecify.annotations.NullMarked;
