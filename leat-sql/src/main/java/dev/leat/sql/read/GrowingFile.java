package dev.leat.sql.read;

import dev.leat.digest.Digests;
import dev.leat.error.FileErrors;
import dev.leat.sql.read.LineLooks.Look;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.Optional;

/** A file that others may be writing to: what is known of it by a look at few of its bytes. */
final class GrowingFile {
    /** Bytes at either end of the content that its tag depends on. */
    static final int TAG_BYTES = 1 << 12;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int TAG_DIGITS = 32;
    private static final int BLOCK_BYTES = 1 << 16;

    private static final LineLooks LOOKS = new LineLooks();

    private GrowingFile() {}

    /** A digest of the beginning and the end of what the file holds before a position; empty if it does not reach there. */
    static String tag(DataFile file, long position) {
        try (SeekableByteChannel channel = file.open()) {
            // The opening has looked already.
            return position == file.listed().bytes() ? file.listed().tag().orElseThrow() : tag(channel, position);
        } catch (IOException e) {
            throw FileErrors.convert(e, "read " + file.path());
        }
    }

    /** The same of a file that is open; the channel's position is another afterwards. */
    static String tag(SeekableByteChannel channel, long position) throws IOException {
        if (channel.size() < position) {
            return "";
        }
        MessageDigest digest = Digests.sha256();
        digest.update(read(channel, 0, (int) Math.min(TAG_BYTES, position)));
        long tail = Math.max(Math.min(TAG_BYTES, position), position - TAG_BYTES);
        digest.update(read(channel, tail, (int) (position - tail)));
        return digits(digest);
    }

    /** The tag of what was digested. */
    static String digits(MessageDigest digest) {
        return Digests.digits(digest).substring(0, TAG_DIGITS);
    }

    /**
     * The position after the last line feed before a position; 0 while there is nothing but blanks before it: a header may
     * still come, and what is added to an empty first line is not told from what begins the file.
     */
    static long endOfLines(DataFile file, long position) {
        try (SeekableByteChannel channel = file.open()) {
            Optional<Look> last = LOOKS.find(file.path()).filter(look -> look.fits(file, position));
            boolean goesOn = last.isPresent()
                    && tag(channel, last.get().position()).equals(last.get().tag());
            long end = lineFeeds(channel, goesOn ? last.get() : Look.NOTHING, position);
            if (position - end > BLOCK_BYTES) {
                LOOKS.put(file.path(), new Look(position, file.modifiedMicros(), tag(channel, position), end));
            }
            return blanks(channel, end) == end ? 0 : end;
        } catch (IOException e) {
            throw FileErrors.convert(e, "read " + file.path());
        }
    }

    /** The position after the last line feed, looked for back to where that of an earlier look is known. */
    private static long lineFeeds(SeekableByteChannel channel, Look seen, long position) throws IOException {
        long end = position;
        while (end > seen.position()) {
            long start = Math.max(seen.position(), end - BLOCK_BYTES);
            ByteBuffer block = read(channel, start, (int) (end - start));
            for (int i = block.limit() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return seen.end();
    }

    /** How many bytes at the beginning are blanks, line ends and a byte order mark, of those before a position. */
    private static long blanks(SeekableByteChannel channel, long end) throws IOException {
        int mark = BYTE_ORDER_MARK.length;
        boolean isMarked = end >= mark && read(channel, 0, mark).equals(ByteBuffer.wrap(BYTE_ORDER_MARK));
        long start = isMarked ? mark : 0;
        // What is not blank is nearly always at the very beginning.
        int length = TAG_BYTES;
        while (start < end) {
            ByteBuffer block = read(channel, start, (int) Math.min(length, end - start));
            for (int i = 0; i < block.limit(); i++) {
                if (!LineRecords.isBlank(block.get(i))) {
                    return start + i;
                }
            }
            start += length;
            length = BLOCK_BYTES;
        }
        return end;
    }

    private static ByteBuffer read(SeekableByteChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(position);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Goes on until the buffer is full or the file ends.
        }
        return buffer.flip();
    }
}
