package dev.leat.conformance.incremental;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A record of a source.
 *
 * @param position where its line begins in the file
 * @param micros its time, since 1970-01-01 UTC; empty if it has none
 * @param value in column v
 */
record Event(Path file, long position, OptionalLong micros, int value, String line) {}
