package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads and writes the memory of vectors. Handles of chunks and vectors, and buffers of their memory, are valid during the
 * callback that was given the chunk. Vectors that DuckDB hands out are flat.
 */
public final class NativeVectors {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private NativeVectors() {}

    /** The count of rows in a chunk. */
    public static int rowCount(ByteBuffer chunk) {
        return Math.toIntExact(DuckDBBindings.duckdb_data_chunk_get_size(chunk));
    }

    /** Sets the count of rows in a chunk. */
    public static void setRowCount(ByteBuffer chunk, int rows) {
        DuckDBBindings.duckdb_data_chunk_set_size(chunk, rows);
    }

    /** The most rows a chunk can have. */
    public static int capacity() {
        return Math.toIntExact(DuckDBBindings.duckdb_vector_size());
    }

    /** A column of a chunk. */
    public static ByteBuffer column(ByteBuffer chunk, int index) {
        return DuckDBBindings.duckdb_data_chunk_get_vector(chunk, index);
    }

    /** The values of a vector, in the machine's byte order. */
    public static ByteBuffer data(ByteBuffer vector, long bytes) {
        if (bytes == 0) {
            return NOTHING;
        }
        return DuckDBBindings.duckdb_vector_get_data(vector, bytes).order(ByteOrder.nativeOrder());
    }

    /** One bit for each row, set where the value is not NULL; absent when no value is NULL. */
    public static Optional<ByteBuffer> validity(ByteBuffer vector, int rows) {
        if (rows == 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(DuckDBBindings.duckdb_vector_get_validity(vector, rows))
                .map(buffer -> buffer.order(ByteOrder.nativeOrder()));
    }

    /** As {@link #validity}, to be written. */
    public static ByteBuffer writableValidity(ByteBuffer vector, int rows) {
        DuckDBBindings.duckdb_vector_ensure_validity_writable(vector);
        return DuckDBBindings.duckdb_vector_get_validity(vector, rows).order(ByteOrder.nativeOrder());
    }

    /** The bytes of a string or blob; {@code data} is the vector's memory, with 16 bytes for each row. */
    public static byte[] bytes(ByteBuffer data, int row) {
        int at = row * 16;
        int length = data.getInt(at);
        if (length > 12) {
            return DuckDBBindings.duckdb_vector_get_string(data, row);
        }
        // Short values stand in the vector itself.
        byte[] value = new byte[length];
        data.get(at + 4, value);
        return value;
    }

    /**
     * Sets strings from row 0 on; fails when they are not valid UTF-8.
     *
     * @param payload the bytes of all strings, one after the other
     * @param lengths one for each row, −1 for NULL
     */
    public static void setStrings(ByteBuffer vector, byte[] payload, int payloadLength, long[] lengths) {
        if (lengths.length > 0) {
            DuckDBBindings.duckdb_vector_assign_string_elements(vector, 0, payload, lengths, payloadLength);
        }
    }

    /** Sets a blob. */
    public static void setBlob(ByteBuffer vector, int row, byte[] value) {
        DuckDBBindings.duckdb_vector_assign_string_element_len(vector, row, value);
    }

    /** The elements of a list vector; the entries, structs of key and value, of a map vector. */
    public static ByteBuffer listChild(ByteBuffer vector) {
        return DuckDBBindings.duckdb_list_vector_get_child(vector);
    }

    /** The count of all elements of a list or map vector. */
    public static long listSize(ByteBuffer vector) {
        return DuckDBBindings.duckdb_list_vector_get_size(vector);
    }

    /** Makes room for the elements of a list or map vector; the child has to be asked for afterwards. */
    public static void setListSize(ByteBuffer vector, long size) {
        int reserved = DuckDBBindings.duckdb_list_vector_reserve(vector, size);
        int set = DuckDBBindings.duckdb_list_vector_set_size(vector, size);
        if (reserved != 0 || set != 0) {
            throw new IllegalStateException("DuckDB could not make room for " + size + " elements");
        }
    }

    /** A member of a struct vector. */
    public static ByteBuffer structChild(ByteBuffer vector, int index) {
        return DuckDBBindings.duckdb_struct_vector_get_child(vector, index);
    }
}
