/** What the Spark of a cluster computes as the Spark that a project is compiled for. */
@NullMarked
package dev.leat.cluster;

import org.jspecify.annotations.NullMarked;
