/** Digests of content, for telling whether two of it are the same. */
@NullMarked
package dev.leat.digest;

import org.jspecify.annotations.NullMarked;
