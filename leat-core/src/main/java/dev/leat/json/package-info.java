/** The JSON form of plans and pipelines: what a compiled project is stored as. */
@NullMarked
package dev.leat.json;

import org.jspecify.annotations.NullMarked;
