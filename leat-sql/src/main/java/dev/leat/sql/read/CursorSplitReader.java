package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SplitReader;
import dev.leat.sql.analysis.SparkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** Copies the rows of a cursor into column batches. */
final class CursorSplitReader implements SplitReader {
    /** Where the value of an output column comes from. */
    enum Origin {
        FILE,
        PARTITION,
        METADATA,
        POSITION,
        /** The file does not have it. */
        ABSENT
    }

    /** One output column: the ordinal in the row of its origin. */
    record Output(Origin origin, int ordinal, ValueWriter writer) {}

    private final DataFile file;
    private final SparkSettings settings;
    private final RowCursor cursor;
    private final List<Output> outputs;
    private final InternalRow partitionValues;
    private final MetadataColumn metadata;
    private final boolean hasMetadata;

    CursorSplitReader(
            DataFile file,
            SparkSettings settings,
            RowCursor cursor,
            List<Output> outputs,
            InternalRow partitionValues,
            MetadataColumn metadata) {
        this.file = file;
        this.settings = settings;
        this.cursor = cursor;
        this.outputs = outputs;
        this.partitionValues = partitionValues;
        this.metadata = metadata;
        this.hasMetadata = outputs.stream().anyMatch(output -> output.origin() == Origin.METADATA);
    }

    @Override
    public int read(List<? extends OutputColumn> columns, int rowsMax) {
        return read(columns, 0, rowsMax);
    }

    /** Reads into the rows from {@code first} on, up to {@code end}; the number of rows. */
    int read(List<? extends OutputColumn> columns, int first, int end) {
        return settings.within(() -> {
            try {
                return copy(columns, first, end) - first;
            } catch (Exception e) {
                throw failure(e);
            }
        });
    }

    private int copy(List<? extends OutputColumn> columns, int first, int end) throws IOException {
        FastLine fast = cursor.fastLine().orElse(FastLine.NONE);
        int rows = first;
        while (rows < end && cursor.next()) {
            if (hasMetadata) {
                metadata.advance();
            }
            boolean isFast = cursor.isFast();
            for (int i = 0; i < outputs.size(); i++) {
                Output output = outputs.get(i);
                if (isFast && output.origin() == Origin.FILE) {
                    fast.write(output.ordinal(), columns.get(i), rows);
                } else if (output.origin() == Origin.ABSENT) {
                    columns.get(i).setNull(rows);
                } else if (output.origin() == Origin.POSITION) {
                    columns.get(i).setLong(rows, cursor.position());
                } else {
                    output.writer().write(source(output), output.ordinal(), columns.get(i), rows);
                }
            }
            rows++;
        }
        return rows;
    }

    private InternalRow source(Output output) {
        return switch (output.origin()) {
            case FILE -> cursor.row();
            case PARTITION -> partitionValues;
            case METADATA -> metadata.row();
            case POSITION, ABSENT -> InternalRow.empty();
        };
    }

    private LeatException failure(Exception failure) {
        String place;
        try {
            place = file.path() + ", " + cursor.place();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
            place = file.path().toString();
        }
        return failure(failure, "Cannot read " + place);
    }

    static LeatException failure(Exception failure, String context) {
        Exception root = failure;
        if (failure instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
            root = wrapped.getCause();
        }
        ErrorCode code = root instanceof FileSystemException ? ErrorCode.IO : ErrorCode.BAD_DATA;
        return SparkFailures.of(code, context, root);
    }

    @Override
    public ReadCounts counts() {
        return cursor.counts();
    }

    @Override
    public void close() {
        try {
            cursor.close();
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot close " + file.path() + ": " + e.getMessage(), e);
        }
    }
}
