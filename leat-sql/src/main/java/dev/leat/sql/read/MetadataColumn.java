package dev.leat.sql.read;

import dev.leat.spi.SourceSplit;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** The struct {@code _metadata} that Spark gives for each row of a file source; for one split. */
final class MetadataColumn {
    static final List<Field> OF_FILES = List.of(
            new Field("file_path", Simple.STRING, false),
            new Field("file_name", Simple.STRING, false),
            new Field("file_size", Simple.BIGINT, false),
            new Field("file_block_start", Simple.BIGINT, false),
            new Field("file_block_length", Simple.BIGINT, false),
            new Field("file_modification_time", Simple.TIMESTAMP, false));

    static final List<Field> OF_PARQUET = Stream.concat(
                    OF_FILES.stream(), Stream.of(new Field("row_index", Simple.BIGINT, false)))
            .toList();

    private final GenericInternalRow facts;
    private final InternalRow row;
    private long rowIndex = -1;

    MetadataColumn(SourceSplit split) {
        Path path = new Path("file", null, split.path());
        String rawPath = path.toUri().getRawPath();
        facts = new GenericInternalRow(new Object[] {
            UTF8String.fromString(path.toUri().toString()),
            UTF8String.fromString(rawPath.substring(rawPath.lastIndexOf('/') + 1)),
            split.fileLength(),
            split.start(),
            split.length(),
            Math.floorDiv(split.modifiedMicros(), 1000L) * 1000L,
            rowIndex
        });
        row = new GenericInternalRow(new Object[] {facts});
    }

    /** The struct's fields; only Parquet's rows are numbered. */
    static List<Field> fields(FormatReader format) {
        return format.numbersRows() ? OF_PARQUET : OF_FILES;
    }

    /** Goes to the next row of the file. */
    void advance() {
        facts.setLong(facts.numFields() - 1, ++rowIndex);
    }

    /** A row with one column, the struct; fields that the format lacks stand at its end. */
    InternalRow row() {
        return row;
    }
}
