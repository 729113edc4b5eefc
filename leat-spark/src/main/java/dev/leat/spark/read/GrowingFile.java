package dev.leat.spark.read;

import dev.leat.digest.Digests;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.apache.hadoop.fs.FSDataInputStream;

/** A file that others may be writing to: what is known of it by a look at few of its bytes. The embedded engine knows the same by the same. */
final class GrowingFile {
    private static final ByteBuffer BYTE_ORDER_MARK =
            ByteBuffer.wrap(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});

    /** Bytes at either end of the content that its tag depends on. */
    private static final int TAG_BYTES = 1 << 12;

    private static final int TAG_DIGITS = 32;
    private static final int BLOCK_BYTES = 1 << 16;

    private GrowingFile() {}

    /** A digest of the beginning and the end of what the file holds before a position; empty if it does not reach there. */
    static String tag(FSDataInputStream file, long position) throws IOException {
        MessageDigest digest = Digests.sha256();
        try {
            digest.update(read(file, 0, (int) Math.min(TAG_BYTES, position)));
            long tail = Math.max(Math.min(TAG_BYTES, position), position - TAG_BYTES);
            digest.update(read(file, tail, (int) (position - tail)));
        } catch (EOFException e) {
            return "";
        }
        return Digests.digits(digest).substring(0, TAG_DIGITS);
    }

    /**
     * The position after the last line feed before a position; 0 while there is nothing but blanks before it: a header may
     * still come, and what is added to an empty first line is not told from what begins the file.
     */
    static long endOfLines(FSDataInputStream file, long position) throws IOException {
        long end = lineFeeds(file, position);
        return blanks(file, end) == end ? 0 : end;
    }

    private static long lineFeeds(FSDataInputStream file, long position) throws IOException {
        long end = position;
        while (end > 0) {
            long start = Math.max(0, end - BLOCK_BYTES);
            ByteBuffer block = read(file, start, (int) (end - start));
            for (int i = block.limit() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    /** How many bytes at the beginning are blanks, line ends and a byte order mark, of those before a position. */
    private static long blanks(FSDataInputStream file, long end) throws IOException {
        long start = end >= BYTE_ORDER_MARK.limit() && hasMark(file, 0) ? BYTE_ORDER_MARK.limit() : 0;
        // What is not blank is nearly always at the very beginning.
        int length = TAG_BYTES;
        while (start < end) {
            ByteBuffer block = read(file, start, (int) Math.min(length, end - start));
            for (int i = 0; i < block.limit(); i++) {
                byte part = block.get(i);
                boolean isBlank = part >= 0 && part <= ' ';
                if (!isBlank) {
                    return start + i;
                }
            }
            start += length;
            length = BLOCK_BYTES;
        }
        return end;
    }

    /** Whether a byte order mark stands at a position, before which readers of a range would not take it for a character. */
    static boolean hasMark(FSDataInputStream file, long position) throws IOException {
        try {
            return read(file, position, BYTE_ORDER_MARK.limit()).equals(BYTE_ORDER_MARK);
        } catch (EOFException e) {
            return false;
        }
    }

    private static ByteBuffer read(FSDataInputStream file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.readFully(position, bytes);
        return ByteBuffer.wrap(bytes);
    }
}
