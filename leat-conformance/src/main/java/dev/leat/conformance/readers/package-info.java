/** Holds our file readers against Spark's: the same files, options and schemas must give the same rows or the same error. */
@NullMarked
package dev.leat.conformance.readers;

import org.jspecify.annotations.NullMarked;
