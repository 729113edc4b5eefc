/** The TPC benchmarks as tests: data, query texts, and the comparison of answers. */
@NullMarked
package dev.leat.conformance.tpc;

import org.jspecify.annotations.NullMarked;
