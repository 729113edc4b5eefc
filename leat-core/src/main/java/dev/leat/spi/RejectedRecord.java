package dev.leat.spi;

/**
 * A record of a source that was not accepted.
 *
 * @param commit that came across it
 * @param reader the dataset or sink that read it
 * @param source its name
 * @param kind why it was not: {@code malformed} or {@code late}
 * @param record with its place and content
 */
public record RejectedRecord(long commit, String reader, String source, String kind, MalformedRecord record) {}
