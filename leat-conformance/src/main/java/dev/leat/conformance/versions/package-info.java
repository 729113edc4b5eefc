/** Holds an earlier Spark against the one that plans are compiled for: which parts of plans both compute alike. */
@NullMarked
package dev.leat.conformance.versions;

import org.jspecify.annotations.NullMarked;
