package dev.leat.sql.read;

import dev.leat.spi.MalformedRecord;
import dev.leat.spi.PositionRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/** Opens the lines of a split and tells where they are. */
final class LineRecords {
    private LineRecords() {}

    static LineReader open(SplitPlace place, Optional<byte[]> separator) throws IOException {
        DataFile file = place.requireFile();
        if (place.isWhole()) {
            return new LineReader(CompressedFiles.open(file), 0, Long.MAX_VALUE, separator);
        }
        long start = place.range().start();
        if (file.content().isPresent()) {
            return openContent(file, place.range(), separator);
        }
        FileChannel channel = file.open();
        try {
            channel.position(start);
            InputStream listed = new BoundedInput(file.path(), Channels.newInputStream(channel), file.bytes() - start);
            return new LineReader(listed, start, place.range().end(), separator);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Some of the content of a compressed file. */
    private static LineReader openContent(DataFile file, PositionRange range, Optional<byte[]> separator)
            throws IOException {
        InputStream content = CompressedFiles.open(file);
        try {
            content.skipNBytes(range.start());
            InputStream some = range.end() == Long.MAX_VALUE
                    ? content
                    : new BoundedInput(file.path(), content, range.end() - range.start());
            return new LineReader(some, range.start(), range.end(), separator);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    static byte[] raw(Lines lines) {
        int length = Math.min(lines.length(), MalformedRecord.RAW_BYTES_MAX);
        return Arrays.copyOfRange(lines.bytes(), lines.offset(), lines.offset() + length);
    }

    /** Whether Spark finds nothing in a line of UTF-8 but blanks and control characters. */
    static boolean isBlank(Lines lines) {
        byte[] bytes = lines.bytes();
        int end = lines.offset() + lines.length();
        for (int i = lines.offset(); i < end; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a byte of UTF-8 is a blank or a control character. */
    static boolean isBlank(byte part) {
        return part >= 0 && part <= ' ';
    }

    /** The number of the line that begins at a position, found by counting from the start of the file. */
    static String place(DataFile file, long position, Optional<byte[]> separator) throws IOException {
        long number = 0;
        try (InputStream content = CompressedFiles.open(file);
                LineReader lines = new LineReader(content, 0, position, separator)) {
            while (lines.next()) {
                number++;
            }
        }
        return "line " + number;
    }
}
