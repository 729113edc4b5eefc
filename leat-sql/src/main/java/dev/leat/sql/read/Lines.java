package dev.leat.sql.read;

import java.io.Closeable;
import java.io.IOException;

/** Lines of a part of a file, one at a time. */
interface Lines extends Closeable {
    /** Goes to the next line; false at the end of the part. */
    boolean next() throws IOException;

    /** The bytes that hold the line, from {@link #offset()} on. Valid until the next call. */
    byte[] bytes();

    int offset();

    int length();

    /** Where the line begins in the file, after decompression. */
    long linePosition();

    /** How many lines there have been. */
    long count();
}
