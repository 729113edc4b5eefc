package dev.leat.sql.read;

import dev.leat.spi.ReadCounts;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Text: a row for each line, or for each file. */
final class TextCursor implements RowCursor {
    private final SplitContext split;
    private final Optional<byte[]> separator;
    private final Optional<LineReader> lines;
    private final GenericInternalRow row;
    private long rows;

    private TextCursor(SplitContext split, Optional<byte[]> separator, Optional<LineReader> lines) {
        this.split = split;
        this.separator = separator;
        this.lines = lines;
        row = new GenericInternalRow(split.required().length());
    }

    static TextCursor ofLines(SplitContext split, Optional<byte[]> separator) throws IOException {
        return new TextCursor(split, separator, Optional.of(LineRecords.open(split.place(), separator)));
    }

    static TextCursor ofFile(SplitContext split) {
        return new TextCursor(split, Optional.empty(), Optional.empty());
    }

    @Override
    public boolean next() throws IOException {
        byte[] value;
        if (lines.isPresent()) {
            LineReader reader = lines.get();
            if (!reader.next()) {
                return false;
            }
            value = Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length());
        } else {
            if (rows > 0) {
                return false;
            }
            try (InputStream content = CompressedFiles.open(split.file())) {
                value = content.readAllBytes();
            }
        }
        rows++;
        if (row.numFields() > 0) {
            row.update(0, UTF8String.fromBytes(value));
        }
        return true;
    }

    @Override
    public InternalRow row() {
        return row;
    }

    @Override
    public long position() {
        return lines.map(LineReader::linePosition).orElse(0L);
    }

    @Override
    public String place() throws IOException {
        return lines.isPresent() ? LineRecords.place(split.file(), lines.get().linePosition(), separator) : "line 1";
    }

    @Override
    public ReadCounts counts() {
        return ReadCounts.allAccepted(lines.map(LineReader::count).orElse(rows), rows, rows);
    }

    @Override
    public void close() throws IOException {
        if (lines.isPresent()) {
            lines.get().close();
        }
    }
}
