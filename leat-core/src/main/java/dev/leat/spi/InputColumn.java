package dev.leat.spi;

import java.math.BigDecimal;

/**
 * Read access to a column of a batch, in storage form: DATE as days ({@link #intAt}), TIMESTAMP and TIMESTAMP_NTZ as
 * microseconds ({@link #longAt}), interval types as months ({@link #intAt}) or microseconds ({@link #longAt}).
 * The elements of an array are the rows of {@link #child} 0 that {@link #offsetAt} and {@link #lengthAt} tell; a map has
 * its keys in child 0 and its values in child 1; a struct has a child for each field, with the struct's own row numbers.
 * A value, and the fields of a struct, may only be read where it is not NULL.
 */
public interface InputColumn {
    /** Whether the value is NULL. */
    boolean isNullAt(int row);

    /** A BOOLEAN. */
    boolean booleanAt(int row);

    /** A TINYINT. */
    byte byteAt(int row);

    /** A SMALLINT. */
    short shortAt(int row);

    /** An INT, DATE or interval of months. */
    int intAt(int row);

    /** A BIGINT, timestamp or interval of microseconds. */
    long longAt(int row);

    /** A FLOAT. */
    float floatAt(int row);

    /** A DOUBLE. */
    double doubleAt(int row);

    /** A DECIMAL. */
    BigDecimal decimalAt(int row);

    /** The UTF-8 bytes of a string, or the bytes of a BINARY; not to be changed. */
    byte[] bytesAt(int row);

    /** The months of a calendar INTERVAL. */
    int intervalMonthsAt(int row);

    /** The days of a calendar INTERVAL. */
    int intervalDaysAt(int row);

    /** The microseconds of a calendar INTERVAL. */
    long intervalMicrosAt(int row);

    /** Where the elements or entries of an array or map begin in its children. */
    int offsetAt(int row);

    /** The count of elements or entries of an array or map. */
    int lengthAt(int row);

    /** A column of an array, map or struct. */
    InputColumn child(int index);
}
