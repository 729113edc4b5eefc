package dev.leat.spi;

import java.util.Arrays;

/**
 * A record of a source that does not fit the schema.
 *
 * @param path the file, absolute
 * @param position where the record begins: bytes from the start of the file after decompression, or characters where
 *     records may span lines
 * @param reason why, in words
 * @param raw the record's bytes, cut at {@link #RAW_BYTES_MAX}
 */
@SuppressWarnings("ArrayRecordComponent") // Equality is by content, below.
public record MalformedRecord(String path, long position, String reason, byte[] raw) {
    /** The most bytes of a record that are kept. */
    public static final int RAW_BYTES_MAX = 1 << 20;

    @Override
    public boolean equals(Object other) {
        return other instanceof MalformedRecord that
                && path.equals(that.path)
                && position == that.position
                && reason.equals(that.reason)
                && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return path.hashCode() * 31 + Long.hashCode(position);
    }

    @Override
    public String toString() {
        return path + ":" + position + ": " + reason;
    }
}
