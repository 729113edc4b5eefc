package dev.leat.duckdb.bridge;

import dev.leat.spi.OutputColumn;
import java.nio.ByteBuffer;
import java.util.List;
import org.duckdb.NativeVectors;

/** Structs: which are NULL, and a column for each field. */
final class StagedStructs extends StagedColumn {
    private final List<StagedColumn> fields;

    StagedStructs(List<StagedColumn> fields) {
        this.fields = List.copyOf(fields);
    }

    @Override
    public void setStruct(int row) {
        markValid(row);
    }

    @Override
    public OutputColumn child(int index) {
        return fields.get(index);
    }

    /** Fields of a struct that is NULL were not set, and so are NULL as DuckDB wants them. */
    @Override
    void flush(ByteBuffer vector, int rows) {
        flushValidity(vector, rows);
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).flush(NativeVectors.structChild(vector, i), rows);
        }
    }

    @Override
    void clear() {
        super.clear();
        fields.forEach(StagedColumn::clear);
    }
}
