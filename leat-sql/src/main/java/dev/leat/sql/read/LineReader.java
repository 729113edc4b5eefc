package dev.leat.sql.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts bytes into lines as Spark's text sources do.
 *
 * <p>Without a separator, a line ends at {@code \n}, {@code \r} or {@code \r\n}. A part that does not begin at 0 skips
 * everything up to its first line end, and reads on to the end of the line that begins at or before its end; so each line
 * belongs to exactly one part. A byte order mark of UTF-8 at the start of the file is dropped.
 */
final class LineReader implements Lines {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int LINE_BYTES_MAX = Integer.MAX_VALUE - 16;

    private final InputStream in;
    private final byte[] separator;
    private final long end;
    private byte[] buffer = new byte[BUFFER_BYTES];
    /** First byte of {@link #buffer} that is not consumed, and the end of what is filled. */
    private int from;

    private int limit;
    private boolean endOfInput;
    /** Where {@link #from} lies in the file. */
    private long position;

    /** The first line belongs to the part that begins the file, even if a byte order mark fills that part. */
    private boolean beforeFirstLine;

    private int lineStart;
    private int lineLength;
    private long linePosition;
    private long count;

    /**
     * Reads the lines of a part.
     *
     * @param in positioned at {@code start}
     * @param start first byte of the part
     * @param end the byte after the part; lines that begin there are read, too
     */
    LineReader(InputStream in, long start, long end, Optional<byte[]> separator) throws IOException {
        this.in = in;
        this.separator = separator.orElseGet(() -> new byte[0]);
        this.position = start;
        this.end = end;
        this.beforeFirstLine = start == 0;
        if (start > 0) {
            advance();
        } else {
            skipByteOrderMark();
        }
    }

    private void skipByteOrderMark() throws IOException {
        boolean more = true;
        while (limit < 3 && more) {
            more = fill();
        }
        if (limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            from = 3;
            position = 3;
        }
    }

    @Override
    public boolean next() throws IOException {
        boolean first = beforeFirstLine;
        beforeFirstLine = false;
        boolean isThere = (first || position <= end) && advance();
        if (isThere) {
            count++;
        }
        return isThere;
    }

    @Override
    public byte[] bytes() {
        return buffer;
    }

    @Override
    public int offset() {
        return lineStart;
    }

    @Override
    public int length() {
        return lineLength;
    }

    @Override
    public long linePosition() {
        return linePosition;
    }

    @Override
    public long count() {
        return count;
    }

    private boolean advance() throws IOException {
        if (from == limit && !fill()) {
            return false;
        }
        linePosition = position;
        int terminator = separator.length == 0 ? findLineEnd() : findSeparator();
        int consumed = lineLength + terminator;
        lineStart = from;
        from += consumed;
        position += consumed;
        return true;
    }

    /** Sets the length of the line that begins at {@link #from}; returns the length of what ends it. */
    private int findLineEnd() throws IOException {
        int scanned = 0;
        while (true) {
            int i = LineEnds.find(buffer, from + scanned, limit);
            if (i < limit) {
                lineLength = i - from;
                if (buffer[i] == '\n') {
                    return 1;
                }
                boolean more = i + 1 < limit || fill();
                return more && buffer[from + lineLength + 1] == '\n' ? 2 : 1;
            }
            scanned = limit - from;
            if (!fill()) {
                lineLength = scanned;
                return 0;
            }
        }
    }

    private int findSeparator() throws IOException {
        int scanned = 0;
        while (true) {
            for (int i = from + scanned; i + separator.length <= limit; i++) {
                if (matchesSeparator(i)) {
                    lineLength = i - from;
                    return separator.length;
                }
            }
            scanned = Math.max(0, limit - from - separator.length + 1);
            if (!fill()) {
                lineLength = limit - from;
                return 0;
            }
        }
    }

    private boolean matchesSeparator(int at) {
        for (int i = 0; i < separator.length; i++) {
            if (buffer[at + i] != separator[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads more bytes behind what is there, which may move; false at the end of the input. */
    private boolean fill() throws IOException {
        if (endOfInput) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, limit - from);
            limit -= from;
            from = 0;
        }
        if (limit == buffer.length) {
            if (buffer.length == LINE_BYTES_MAX) {
                throw new IOException("A line is longer than " + LINE_BYTES_MAX + " bytes");
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(LINE_BYTES_MAX, buffer.length * 2L));
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            endOfInput = true;
            return false;
        }
        limit += read;
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
