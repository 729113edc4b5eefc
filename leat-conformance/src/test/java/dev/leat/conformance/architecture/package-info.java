/** Tests that read the repository itself: which package may use which, and the rules of size and tidiness. */
@NullMarked
package dev.leat.conformance.architecture;

import org.jspecify.annotations.NullMarked;
