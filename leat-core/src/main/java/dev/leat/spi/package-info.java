/** The engine boundary: evaluators, readers and engines, in terms of our own types only. */
@NullMarked
package dev.leat.spi;

import org.jspecify.annotations.NullMarked;
