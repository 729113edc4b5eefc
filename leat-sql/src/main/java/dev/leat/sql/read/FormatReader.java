package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.NativeParquet.Column;
import dev.leat.type.Field;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** A file format with its options. Thread-safe; called under {@link dev.leat.sql.analysis.SparkSettings}. */
interface FormatReader {
    /** The schema of the files' content; absent where no file tells. */
    Optional<StructType> infer(List<DataFile> files) throws IOException;

    /** Fails where the format cannot give columns of these types. */
    void check(StructType dataSchema);

    /** Fails where a query of just these columns has no meaning. */
    void checkRequired(StructType required);

    /** Whether parts of an uncompressed file can be read independently. */
    boolean splitsFiles();

    /** Whether each line is a record, and ends as it does by default. */
    default boolean readsLines() {
        return false;
    }

    RowCursor open(SplitContext split) throws IOException;

    /** Opens the rows of lines that are records, of a format of lines. */
    default RowCursor open(SplitContext split, Lines lines) {
        throw new LeatException(ErrorCode.INTERNAL, "Lines of a format without lines");
    }

    /** The way around Spark's parser for plain records, where there is one for these columns. */
    default Optional<FastLine> fastLine(StructType dataSchema, StructType required) {
        return Optional.empty();
    }

    /** Whether {@code _metadata} tells the number of a row in its file; then a file is one split. */
    default boolean numbersRows() {
        return false;
    }

    /** What a file says of its columns; empty if the format does not tell, or the file not yet. */
    default Optional<FileColumns> columns(DataFile file) throws IOException {
        return Optional.empty();
    }

    /** The columns of a file as its reader has to know them, of those of the source; it may not have all of them. */
    default StructType dataOf(DataFile file, StructType data) throws IOException {
        return data;
    }

    /** Where an engine's own reader finds the columns; absent where Spark's reader is needed. */
    default Optional<NativeFile> findNative(DataFile file, List<Field> required) throws IOException {
        return Optional.empty();
    }

    /**
     * A file that an engine's own reader may read.
     *
     * @param columns where the required columns are
     * @param layout the file's schema as text: only files of one layout may be read together
     */
    record NativeFile(List<Column> columns, String layout, long rows) {
        public NativeFile {
            columns = List.copyOf(columns);
        }
    }
}
