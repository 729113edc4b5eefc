package dev.leat.spi;

/**
 * A part of a file.
 *
 * @param path absolute
 * @param start first byte
 * @param length bytes; records that start within belong to the part
 * @param fileLength bytes of the whole file
 * @param modifiedMicros since 1970-01-01 UTC
 */
public record FileSplit(String path, long start, long length, long fileLength, long modifiedMicros) {}
