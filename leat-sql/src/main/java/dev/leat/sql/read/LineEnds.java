package dev.leat.sql.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/**
 * Looks for the ends of lines, eight bytes at a time: a byte of a word is zero where {@code (word - 0x01…01) & ~word} has
 * the byte's highest bit set, and so is it at the first such byte in any case (Warren, Hacker's Delight, 6-1).
 */
final class LineEnds {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;

    private LineEnds() {}

    /** The index of the first {@code \n} or {@code \r}, or {@code end}. */
    static int find(byte[] bytes, int start, int end) {
        int i = start;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long found = zeros(word ^ LINE_FEEDS) | zeros(word ^ RETURNS);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < end; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                return i;
            }
        }
        return end;
    }

    /** Whether a line feed is a byte of its own in texts of an encoding. */
    static boolean areBytes(String charset) {
        return "\n".getBytes(Charset.forName(charset)).length == 1;
    }

    private static long zeros(long word) {
        return word - ONES & ~word & HIGHS;
    }
}
