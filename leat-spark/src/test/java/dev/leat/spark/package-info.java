/** Tests of the cluster engine. */
@NullMarked
package dev.leat.spark;

import org.jspecify.annotations.NullMarked;
