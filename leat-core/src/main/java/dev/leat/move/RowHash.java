package dev.leat.move;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The hash of a row, of which the values are told one after the other, each engine from its own form of them, so that both find the same:
 *
 * <pre>
 *   NULL; numbers and booleans as 64 bits; FLOAT and DOUBLE by their bits, with −0.0 other than 0.0 and one NaN; texts as UTF-8;
 *   times as microseconds, dates as days; decimals by their unscaled value; lists and maps with their sizes, maps in any order
 * </pre>
 */
public final class RowHash {
    private static final long NULL = 0x6C8E9CF570932BD5L;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    /** That of nothing yet. */
    public RowHash() {}

    /** Takes a NULL. */
    public void addNull() {
        add(NULL);
    }

    /** Takes a whole number, a time, a date, a boolean as 0 or 1, or a size. */
    public void add(long value) {
        long mixed = (state ^ value) * STEP + STEP;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        state = mixed ^ (mixed >>> 31);
    }

    /** Takes a FLOAT. */
    public void add(float value) {
        add((long) Float.floatToIntBits(value));
    }

    /** Takes a DOUBLE. */
    public void add(double value) {
        add(Double.doubleToLongBits(value));
    }

    /** Takes a DECIMAL of the scale of its type. */
    public void add(BigDecimal value) {
        add(value.unscaledValue().toByteArray());
    }

    /** Takes bytes, or a text in UTF-8. */
    public void add(byte[] bytes) {
        add((long) bytes.length);
        ByteBuffer left = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (left.remaining() >= Long.BYTES) {
            add(left.getLong());
        }
        long last = 0;
        while (left.hasRemaining()) {
            last = (last << Byte.SIZE) | (left.get() & 0xFF);
        }
        add(last);
    }

    /** What was taken so far. */
    public long value() {
        return state;
    }
}
