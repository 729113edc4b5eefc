package dev.leat.sql.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.hadoop.fs.PositionedReadable;

/** A local file that can be read from the start to the end and, meanwhile, at any position. */
final class PositionedFile extends InputStream implements PositionedReadable {
    private final FileChannel channel;

    PositionedFile(DataFile file) throws IOException {
        channel = file.open();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(buffer, offset, length));
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(buffer, offset, length), position);
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
        int read = 0;
        while (read < length) {
            int count = read(position + read, buffer, offset + read, length - read);
            if (count < 0) {
                throw new EOFException("The file ends before byte " + (position + length));
            }
            read += count;
        }
    }

    @Override
    public void readFully(long position, byte[] buffer) throws IOException {
        readFully(position, buffer, 0, buffer.length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
