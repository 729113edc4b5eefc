package dev.leat.spi;

/**
 * What of the content of a part was read, where the positions of the part are not those of its content, as in compressed files.
 *
 * @param name under which it was read
 * @param end of the content that was read
 * @param boundary the last position up to that end at which a record begins
 * @param hasMore whether there is content beyond
 */
public record ReadContent(String name, long end, long boundary, boolean hasMore) {}
