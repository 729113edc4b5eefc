package dev.leat.spi;

/**
 * What earlier commits have read of a part of a source.
 *
 * @param start where the first of them began
 * @param end how far the furthest of them has read
 * @param tag of the part at that end
 */
public record ReadPart(long start, long end, String tag) {}
