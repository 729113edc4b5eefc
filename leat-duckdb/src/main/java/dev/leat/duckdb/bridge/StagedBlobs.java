package dev.leat.duckdb.bridge;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.duckdb.NativeVectors;

/** Binary values. */
final class StagedBlobs extends StagedBytes {
    @Override
    void flush(ByteBuffer vector, int rows) {
        long[] lengths = lengths(rows);
        int from = 0;
        for (int row = 0; row < rows; row++) {
            if (lengths[row] >= 0) {
                int to = from + (int) lengths[row];
                NativeVectors.setBlob(vector, row, Arrays.copyOfRange(payload(), from, to));
                from = to;
            }
        }
        flushValidity(vector, rows);
    }
}
