package org.duckdb;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The chunks of a result as native handles. The driver's own reader of chunks refuses results with arrays, maps and
 * structs, so they are fetched past it.
 */
public final class NativeChunks {
    private static final Field RESULT = resultHandle();

    private NativeChunks() {}

    private static Field resultHandle() {
        try {
            Field field = DuckDBChunkedResult.class.getDeclaredField("resultRef");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(
                    "The DuckDB driver on the class path is not the version Leat is built for", e);
        }
    }

    /** The next chunk, to be released after use; empty at the end. */
    public static Optional<ByteBuffer> fetch(DuckDBChunkedResult result) {
        try {
            return Optional.ofNullable(DuckDBBindings.duckdb_fetch_chunk((ByteBuffer) RESULT.get(result)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The DuckDB driver does not give access to its results", e);
        }
    }

    /** Frees a chunk. */
    public static void release(ByteBuffer chunk) {
        DuckDBBindings.duckdb_destroy_data_chunk(chunk);
    }
}
