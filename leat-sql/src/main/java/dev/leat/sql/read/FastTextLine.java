package dev.leat.sql.read;

import dev.leat.spi.OutputColumn;

/** Lines as they are: each is plain. */
final class FastTextLine implements FastLine {
    private byte[] text = new byte[0];
    private int from;
    private int length;

    @Override
    public boolean take(byte[] bytes, int start, int end) {
        text = bytes;
        from = start;
        length = end - start;
        return true;
    }

    @Override
    public void write(int ordinal, OutputColumn column, int row) {
        column.setBytes(row, text, from, length);
    }
}
