package dev.leat.duckdb.bridge;

import dev.leat.error.Checks;
import java.util.Arrays;

/** Values of any length, one behind the other in the order of their rows. */
abstract class StagedBytes extends StagedColumn {
    private static final int ROWS_AT_FIRST = 2048;
    private static final long NULL_LENGTH = -1;

    private byte[] payload = new byte[ROWS_AT_FIRST * 16];
    private long[] lengths = new long[ROWS_AT_FIRST];
    private int payloadLength;
    private int count;

    @Override
    public final void setBytes(int row, byte[] source, int offset, int length) {
        Checks.verify(row >= count, "values are set in the order of their rows");
        fillTo(row);
        ensure(length);
        System.arraycopy(source, offset, payload, payloadLength, length);
        payloadLength += length;
        lengths[count++] = length;
        markValid(row);
    }

    private void ensure(int length) {
        if (count >= lengths.length) {
            lengths = Arrays.copyOf(lengths, lengths.length * 2);
        }
        int needed = Math.addExact(payloadLength, length);
        if (needed > payload.length) {
            payload = Arrays.copyOf(
                    payload, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, payload.length * 2L)));
        }
    }

    private void fillTo(int row) {
        if (row > lengths.length) {
            lengths = Arrays.copyOf(lengths, Math.max(row, lengths.length * 2));
        }
        Arrays.fill(lengths, count, row, NULL_LENGTH);
        count = row;
    }

    /** One length for each row, −1 for NULL. */
    final long[] lengths(int rows) {
        if (count < rows) {
            fillTo(rows);
        }
        return Arrays.copyOf(lengths, rows);
    }

    final byte[] payload() {
        return payload;
    }

    final int payloadLength() {
        return payloadLength;
    }

    @Override
    void clear() {
        super.clear();
        payloadLength = 0;
        count = 0;
    }
}
