package dev.leat.spi;

import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An opened file source. Thread-safe. */
public interface FileScan {
    /** The name of the struct column with facts about the file of each row; not part of {@link #schema()}. */
    String METADATA_COLUMN = "_metadata";

    /** The columns, partition columns last, as Spark shows them. */
    List<Field> schema();

    /** The fields of {@link #METADATA_COLUMN}. */
    List<Field> metadataFields();

    /** The parts that can be read independently, in the order of the files. */
    List<FileSplit> splits();

    /** The same scan of only those of its files whose path is among the given ones. */
    FileScan only(Set<String> paths);

    /**
     * Opens one part.
     *
     * @param columns names of {@link #schema()}, or {@link #METADATA_COLUMN}; only these are parsed
     */
    default SplitReader read(FileSplit split, List<String> columns) {
        return read(split, columns, record -> {});
    }

    /**
     * Opens one part and tells of each malformed record, whatever becomes of it.
     *
     * @param columns names of {@link #schema()}, or {@link #METADATA_COLUMN}; only these are parsed
     * @param malformed called by the thread that reads
     */
    SplitReader read(FileSplit split, List<String> columns, Consumer<MalformedRecord> malformed);

    /**
     * What reads the columns, in words.
     *
     * @param columns names of {@link #schema()}, or {@link #METADATA_COLUMN}
     */
    String reader(List<String> columns);

    /**
     * The files for an engine's own Parquet reader, if that would read these columns just as {@link #read} does.
     *
     * @param columns names of {@link #schema()}
     */
    default Optional<NativeParquet> nativeParquet(List<String> columns) {
        return Optional.empty();
    }
}
