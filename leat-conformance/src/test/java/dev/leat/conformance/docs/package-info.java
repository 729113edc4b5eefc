/** Holds what documents say, their commands, outputs, lists and links, against the product. */
@NullMarked
package dev.leat.conformance.docs;

import org.jspecify.annotations.NullMarked;
