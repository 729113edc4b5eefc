/** Places at which tests end the process. */
@NullMarked
package dev.leat.fault;

import org.jspecify.annotations.NullMarked;
