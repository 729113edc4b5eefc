package dev.leat.sql.read;

import dev.leat.spi.MalformedRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** Opens the lines of a split and tells where they are. */
final class LineRecords {
    private LineRecords() {}

    static LineReader open(SplitContext split, Optional<byte[]> separator) throws IOException {
        if (split.beginsFile() && split.end() == Long.MAX_VALUE) {
            return new LineReader(CompressedFiles.open(split.file()), 0, Long.MAX_VALUE, separator);
        }
        FileChannel channel = FileChannel.open(split.file().path(), StandardOpenOption.READ);
        try {
            channel.position(split.start());
            return new LineReader(Channels.newInputStream(channel), split.start(), split.end(), separator);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static byte[] raw(LineReader lines) {
        int length = Math.min(lines.length(), MalformedRecord.RAW_BYTES_MAX);
        return Arrays.copyOfRange(lines.bytes(), lines.offset(), lines.offset() + length);
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
