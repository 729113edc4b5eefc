package dev.leat.duckdb.bridge;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.nio.ByteBuffer;
import org.duckdb.NativeVectors;

/** Strings. */
final class StagedStrings extends StagedBytes {
    @Override
    void flush(ByteBuffer vector, int rows) {
        try {
            NativeVectors.setStrings(vector, payload(), payloadLength(), lengths(rows));
        } catch (Exception e) {
            // The driver's native code throws a checked exception that it does not declare.
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot store a string that is not valid UTF-8; keep such values as BINARY, or repair them with"
                            + " make_valid_utf8",
                    e);
        }
    }
}
