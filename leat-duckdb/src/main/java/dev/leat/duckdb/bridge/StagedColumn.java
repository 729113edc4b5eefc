package dev.leat.duckdb.bridge;

import dev.leat.error.Checks;
import dev.leat.spi.OutputColumn;
import dev.leat.type.DataType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.duckdb.NativeVectors;

/**
 * An output column in Java's memory, copied into a vector of DuckDB as a whole: a vector's memory moves while nested
 * values grow, and copies in bulk cost less than calls across the language boundary for each value. A row that is not
 * set is NULL. Reused after {@link #clear}.
 */
abstract class StagedColumn implements OutputColumn {
    private long[] valid = new long[32];

    /** A column for values of a type. */
    static StagedColumn of(DataType type) {
        return type.accept(StagedColumns.VISITOR);
    }

    /** Copies rows 0 to {@code rows - 1} into a vector that has no values yet. */
    abstract void flush(ByteBuffer vector, int rows);

    /** Forgets all rows. */
    void clear() {
        Arrays.fill(valid, 0);
    }

    final void markValid(int row) {
        int word = row >>> 6;
        if (word >= valid.length) {
            valid = Arrays.copyOf(valid, Math.max(word + 1, valid.length * 2));
        }
        valid[word] |= 1L << (row & 63);
    }

    final boolean isValid(int row) {
        int word = row >>> 6;
        return word < valid.length && (valid[word] >>> (row & 63) & 1) != 0;
    }

    final void flushValidity(ByteBuffer vector, int rows) {
        if (isAllValid(rows)) {
            return;
        }
        ByteBuffer bits = NativeVectors.writableValidity(vector, rows);
        for (int word = 0; word << 6 < rows; word++) {
            bits.putLong(word << 3, word < valid.length ? valid[word] : 0);
        }
    }

    private boolean isAllValid(int rows) {
        int words = rows >>> 6;
        int rest = rows & 63;
        if (words + (rest == 0 ? 0 : 1) > valid.length) {
            return false;
        }
        for (int word = 0; word < words; word++) {
            if (valid[word] != -1L) {
                return false;
            }
        }
        long mask = (1L << rest) - 1;
        return rest == 0 || (valid[words] & mask) == mask;
    }

    /** Rows that are not set are NULL already. */
    @Override
    public void setNull(int row) {
        Checks.verify(row >= 0, "row numbers count from 0");
    }

    @Override
    public void setBoolean(int row, boolean value) {
        throw mismatch("a BOOLEAN");
    }

    @Override
    public void setByte(int row, byte value) {
        throw mismatch("a TINYINT");
    }

    @Override
    public void setShort(int row, short value) {
        throw mismatch("a SMALLINT");
    }

    @Override
    public void setInt(int row, int value) {
        throw mismatch("an INT");
    }

    @Override
    public void setLong(int row, long value) {
        throw mismatch("a BIGINT");
    }

    @Override
    public void setFloat(int row, float value) {
        throw mismatch("a FLOAT");
    }

    @Override
    public void setDouble(int row, double value) {
        throw mismatch("a DOUBLE");
    }

    @Override
    public void setDecimal(int row, BigDecimal value) {
        throw mismatch("a DECIMAL");
    }

    @Override
    public void setBytes(int row, byte[] value) {
        setBytes(row, value, 0, value.length);
    }

    @Override
    public void setBytes(int row, byte[] source, int offset, int length) {
        throw mismatch("a string or BINARY");
    }

    @Override
    public void setInterval(int row, int months, int days, long micros) {
        throw mismatch("an INTERVAL");
    }

    @Override
    public int setLength(int row, int length) {
        throw mismatch("an ARRAY or MAP");
    }

    @Override
    public void setStruct(int row) {
        throw mismatch("a STRUCT");
    }

    @Override
    public OutputColumn child(int index) {
        throw mismatch("nested");
    }

    private IllegalStateException mismatch(String what) {
        return new IllegalStateException("Broken invariant: a " + getClass().getSimpleName() + " is not " + what);
    }
}
