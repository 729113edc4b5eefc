/** A project: datasets, flows, sources and sinks, each query as a plan. */
@NullMarked
package dev.leat.pipeline;

import org.jspecify.annotations.NullMarked;
