/** The TPC benchmarks as tests. */
@NullMarked
package dev.leat.conformance.tpc;

import org.jspecify.annotations.NullMarked;
