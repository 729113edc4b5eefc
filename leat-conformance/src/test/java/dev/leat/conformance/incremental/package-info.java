@NullMarked
package dev.leat.conformance.incremental;

import org.jspecify.annotations.NullMarked;
