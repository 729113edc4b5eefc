/** What all engines do alike with sinks: what a flow gives them, how their files are named, and how rows get outside. */
@NullMarked
package dev.leat.sink;

import org.jspecify.annotations.NullMarked;
