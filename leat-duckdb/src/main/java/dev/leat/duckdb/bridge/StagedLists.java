package dev.leat.duckdb.bridge;

import dev.leat.spi.OutputColumn;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.duckdb.NativeVectors;

/** Arrays or maps: where each begins in the columns of elements, or of keys and values, and how long it is. */
final class StagedLists extends StagedColumn {
    private static final int ROWS_AT_FIRST = 2048;

    private final List<StagedColumn> children;
    private long[] entries = new long[ROWS_AT_FIRST * 2];
    private int elements;

    private StagedLists(List<StagedColumn> children) {
        this.children = children;
    }

    static StagedLists array(StagedColumn element) {
        return new StagedLists(List.of(element));
    }

    static StagedLists map(StagedColumn key, StagedColumn value) {
        return new StagedLists(List.of(key, value));
    }

    @Override
    public int setLength(int row, int length) {
        ensure(row);
        int start = elements;
        entries[2 * row] = start;
        entries[2 * row + 1] = length;
        elements = Math.addExact(elements, length);
        markValid(row);
        return start;
    }

    private void ensure(int row) {
        if (2 * row + 2 > entries.length) {
            entries = Arrays.copyOf(entries, Math.multiplyExact(row + 1, 4));
        }
    }

    @Override
    public OutputColumn child(int index) {
        return children.get(index);
    }

    @Override
    void flush(ByteBuffer vector, int rows) {
        if (rows == 0) {
            return;
        }
        ensure(rows - 1);
        NativeVectors.data(vector, 16L * rows).asLongBuffer().put(0, entries, 0, 2 * rows);
        flushValidity(vector, rows);
        NativeVectors.setListSize(vector, elements);
        ByteBuffer child = NativeVectors.listChild(vector);
        if (children.size() == 1) {
            children.get(0).flush(child, elements);
            return;
        }
        for (int i = 0; i < children.size(); i++) {
            children.get(i).flush(NativeVectors.structChild(child, i), elements);
        }
    }

    @Override
    void clear() {
        super.clear();
        // Rows that are not set must be empty, not what they were in the batch before.
        Arrays.fill(entries, 0);
        elements = 0;
        children.forEach(StagedColumn::clear);
    }
}
