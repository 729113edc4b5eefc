/** What of a source a commit reads, and what each of its readers has not read yet. */
@NullMarked
package dev.leat.reading;

import org.jspecify.annotations.NullMarked;
