/** Tests of the readers that need no Spark session. */
@NullMarked
package dev.leat.sql.read;

import org.jspecify.annotations.NullMarked;
