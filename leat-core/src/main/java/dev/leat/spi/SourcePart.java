package dev.leat.spi;

/**
 * A part of a source, whose records follow one another and are found by their position: a file, or a partition of a topic.
 *
 * @param name tells the parts of a source apart: the absolute path of a file, or the topic and the number of a partition
 * @param start the first position that can be read: 0 in files, the first offset that is still kept in topics
 * @param end the position after the last that can be read: bytes in files, offsets in topics
 * @param modifiedMicros when it was last written, since 1970-01-01 UTC; 0 where nothing tells
 * @param identity what stays when it is renamed; empty where nothing does
 */
public record SourcePart(String name, long start, long end, long modifiedMicros, String identity) {}
