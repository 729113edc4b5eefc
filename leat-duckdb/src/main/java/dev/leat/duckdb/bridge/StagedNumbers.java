package dev.leat.duckdb.bridge;

import dev.leat.error.Checks;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.duckdb.NativeVectors;

/** Values of a fixed width. */
final class StagedNumbers extends StagedColumn {
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle FLOATS = view(float[].class);
    private static final VarHandle DOUBLES = view(double[].class);
    private static final int ROWS_AT_FIRST = 2048;

    private final int width;
    private final int scale;
    private byte[] values;

    StagedNumbers(int width, int scale) {
        this.width = width;
        this.scale = scale;
        this.values = new byte[ROWS_AT_FIRST * width];
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.nativeOrder());
    }

    /** Where the value of a row stands. */
    private int place(int row, int bytes) {
        if (bytes != width) {
            throw new IllegalStateException("Broken invariant: " + bytes + " bytes for a value of " + width);
        }
        int at = Math.multiplyExact(row, width);
        if (at + width > values.length) {
            values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, (at + (long) width) * 2));
        }
        markValid(row);
        return at;
    }

    @Override
    public void setBoolean(int row, boolean value) {
        setByte(row, (byte) (value ? 1 : 0));
    }

    @Override
    public void setByte(int row, byte value) {
        int at = place(row, 1);
        values[at] = value;
    }

    @Override
    public void setShort(int row, short value) {
        int at = place(row, 2);
        SHORTS.set(values, at, value);
    }

    @Override
    public void setInt(int row, int value) {
        int at = place(row, 4);
        INTS.set(values, at, value);
    }

    @Override
    public void setLong(int row, long value) {
        int at = place(row, 8);
        LONGS.set(values, at, value);
    }

    @Override
    public void setFloat(int row, float value) {
        int at = place(row, 4);
        FLOATS.set(values, at, value);
    }

    @Override
    public void setDouble(int row, double value) {
        int at = place(row, 8);
        DOUBLES.set(values, at, value);
    }

    @Override
    public void setDecimal(int row, BigDecimal value) {
        Checks.verify(value.scale() == scale, "a decimal has the scale of its column");
        if (width == 16) {
            setWide(row, value.unscaledValue());
            return;
        }
        long unscaled = value.unscaledValue().longValueExact();
        switch (width) {
            case 2 -> setShort(row, (short) unscaled);
            case 4 -> setInt(row, (int) unscaled);
            default -> setLong(row, unscaled);
        }
    }

    private void setWide(int row, BigInteger unscaled) {
        int at = place(row, 16);
        LONGS.set(values, at, unscaled.longValue());
        LONGS.set(values, at + 8, unscaled.shiftRight(64).longValueExact());
    }

    @Override
    public void setInterval(int row, int months, int days, long micros) {
        int at = place(row, 16);
        INTS.set(values, at, months);
        INTS.set(values, at + 4, days);
        LONGS.set(values, at + 8, micros);
    }

    @Override
    void flush(ByteBuffer vector, int rows) {
        // Rows at the end that were never set may be beyond what has been reserved here.
        int bytes = Math.min(Math.multiplyExact(rows, width), values.length);
        NativeVectors.data(vector, bytes).put(0, values, 0, bytes);
        flushValidity(vector, rows);
    }
}
