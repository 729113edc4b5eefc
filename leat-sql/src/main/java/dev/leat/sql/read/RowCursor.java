package dev.leat.sql.read;

import dev.leat.spi.ReadCounts;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows of one split, as Spark's reader of the format gives them. Used by one thread, under {@link dev.leat.sql.analysis.SparkSettings}. */
interface RowCursor extends Closeable {
    /** Goes to the next row; false at the end. */
    boolean next() throws IOException;

    /** The row, with the required columns in the order of the data's schema. Valid until the next call. */
    InternalRow row();

    /** A way around Spark's parser, for rows of plain records. */
    default Optional<FastLine> fastLine() {
        return Optional.empty();
    }

    /** Whether the current row is held by {@link #fastLine()} instead. */
    default boolean isFast() {
        return false;
    }

    /** Where the current record begins, as {@link dev.leat.spi.MalformedRecord#position()} says; of a row in Parquet its number. */
    long position();

    /** Where the current record begins, in the words of the user: {@code line 7}, or an offset. */
    String place() throws IOException;

    ReadCounts counts();
}
