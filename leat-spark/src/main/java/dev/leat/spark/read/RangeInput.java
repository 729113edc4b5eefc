package dev.leat.spark.read;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;

/** A byte range of an open file, as if it were a file. It never ends before the range does: a file that has become shorter is an error. */
final class RangeInput extends FSInputStream {
    private final FSDataInputStream file;
    private final RangePath range;
    private long position;

    /** The range of a file that is open, and is closed with it. */
    RangeInput(FSDataInputStream file, RangePath range) throws IOException {
        this.file = file;
        this.range = range;
        file.seek(range.start());
    }

    private long length() {
        return range.end() - range.start();
    }

    @Override
    public void seek(long to) throws IOException {
        if (to < 0 || to > length()) {
            throw new EOFException("Cannot go to byte " + to + " of " + length() + " of " + range.path());
        }
        file.seek(range.start() + to);
        position = to;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public boolean seekToNewSource(long to) throws IOException {
        return file.seekToNewSource(range.start() + to);
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(file.available(), length() - position);
    }

    @Override
    public int read() throws IOException {
        if (position >= length()) {
            return -1;
        }
        int part = file.read();
        requireMore(part);
        position++;
        return part;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (position >= length()) {
            return -1;
        }
        int read = file.read(buffer, offset, (int) Math.min(count, length() - position));
        requireMore(read);
        position += read;
        return read;
    }

    @Override
    public int read(long from, byte[] buffer, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (from >= length()) {
            return -1;
        }
        int read = file.read(range.start() + from, buffer, offset, (int) Math.min(count, length() - from));
        requireMore(read);
        return read;
    }

    private void requireMore(int read) throws EOFException {
        if (read < 0) {
            throw new EOFException("The file " + range.file() + " has lost what it had before byte " + range.end()
                    + " while it was read; run again");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
