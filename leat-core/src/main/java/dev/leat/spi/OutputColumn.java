package dev.leat.spi;

import java.math.BigDecimal;

/**
 * Write access to a column of a batch, in the storage form described at {@link InputColumn}. Rows may be set in any order,
 * each once, and each row of the batch must be set; of an array, map or struct that is NULL nothing more is set.
 */
public interface OutputColumn {
    /** Sets NULL. */
    void setNull(int row);

    /** Sets a BOOLEAN. */
    void setBoolean(int row, boolean value);

    /** Sets a TINYINT. */
    void setByte(int row, byte value);

    /** Sets a SMALLINT. */
    void setShort(int row, short value);

    /** Sets an INT, DATE or interval of months. */
    void setInt(int row, int value);

    /** Sets a BIGINT, timestamp or interval of microseconds. */
    void setLong(int row, long value);

    /** Sets a FLOAT. */
    void setFloat(int row, float value);

    /** Sets a DOUBLE. */
    void setDouble(int row, double value);

    /** Sets a DECIMAL; the scale is the type's. */
    void setDecimal(int row, BigDecimal value);

    /** Sets a string, from its UTF-8 bytes, or a BINARY; the bytes are copied. */
    void setBytes(int row, byte[] value);

    /** Sets a part of an array of bytes as {@link #setBytes(int, byte[])} does. */
    void setBytes(int row, byte[] source, int offset, int length);

    /** Sets a calendar INTERVAL. */
    void setInterval(int row, int months, int days, long micros);

    /**
     * Makes the value an array or map of {@code length} elements or entries.
     *
     * @return the row in the children where they begin; each must then be set there
     */
    int setLength(int row, int length);

    /** Makes the value a struct; each field must then be set in its child, at the same row. */
    void setStruct(int row);

    /** A column of an array, map or struct, as described at {@link InputColumn}. */
    OutputColumn child(int index);
}
