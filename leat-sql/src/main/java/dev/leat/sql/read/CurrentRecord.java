package dev.leat.sql.read;

/** A record that was handed over, as the line at which lines stand. */
final class CurrentRecord implements Lines {
    private byte[] bytes = new byte[0];
    private long position;
    private long count;

    void set(byte[] record, long recordPosition) {
        bytes = record;
        position = recordPosition;
        count++;
    }

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public long linePosition() {
        return position;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
