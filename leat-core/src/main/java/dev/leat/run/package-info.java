/** Runs of a pipeline: what is refreshed in which order, and what became of it. */
@NullMarked
package dev.leat.run;

import org.jspecify.annotations.NullMarked;
