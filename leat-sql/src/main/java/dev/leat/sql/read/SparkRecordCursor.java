package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.ReadCounts;
import dev.leat.sql.analysis.SparkSettings;
import java.io.IOException;
import java.util.List;

/** Rows that Spark's parser makes of records which are offered to it one by one. */
final class SparkRecordCursor {
    private final String part;
    private final SparkSettings settings;
    private final RowCursor cursor;
    private final Lines offered;
    private final List<Output> outputs;

    /** An output column: the ordinal in the parser's rows. */
    record Output(int ordinal, ValueWriter writer) {}

    SparkRecordCursor(String part, SparkSettings settings, RowCursor cursor, Lines offered, List<Output> outputs) {
        this.part = part;
        this.settings = settings;
        this.cursor = cursor;
        this.offered = offered;
        this.outputs = List.copyOf(outputs);
    }

    /** Reads into the rows from {@code first} on, up to {@code end}; the number of rows. */
    int read(List<? extends OutputColumn> columns, int first, int end) {
        return settings.within(() -> {
            try {
                int rows = first;
                while (rows < end && cursor.next()) {
                    for (int i = 0; i < outputs.size(); i++) {
                        Output output = outputs.get(i);
                        output.writer().write(cursor.row(), output.ordinal(), columns.get(i), rows);
                    }
                    rows++;
                }
                return rows - first;
            } catch (Exception e) {
                throw CursorSplitReader.failure(e, "Cannot read " + part + ", offset " + offered.linePosition());
            }
        });
    }

    ReadCounts counts() {
        return cursor.counts();
    }

    void close() {
        try {
            cursor.close();
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot close " + part + ": " + e.getMessage(), e);
        }
    }
}
