package dev.leat.spi;

/**
 * A piece of a part of a source.
 *
 * @param path the name of the part: of a file the absolute path
 * @param start first byte
 * @param length bytes; records that start within belong to the part
 * @param fileLength bytes of the whole file
 * @param modifiedMicros since 1970-01-01 UTC
 */
public record SourceSplit(String path, long start, long length, long fileLength, long modifiedMicros) {}
