/** Tests of what versions of Spark are told apart by. */
@NullMarked
package dev.leat.cluster;

import org.jspecify.annotations.NullMarked;
