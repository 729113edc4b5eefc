package dev.leat.spi;

import dev.leat.plan.Plan;
import dev.leat.type.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An opened source, with what it holds at the moment it was opened. Thread-safe. */
public interface SourceScan extends SourceParts {
    /** The name of the struct column with facts about the file of each row; not part of {@link #schema()}. */
    String METADATA_COLUMN = "_metadata";

    /**
     * The name of the BIGINT column with the position, in its part, of the record that a row was made of, as
     * {@link MalformedRecord#position} has it; not part of {@link #schema()}. Where it is asked for, it is the last column.
     */
    String POSITION_COLUMN = Plan.Scan.POSITION;

    /** The columns, partition columns last, as Spark shows them. */
    List<Field> schema();

    /** The fields of {@link #METADATA_COLUMN}. */
    List<Field> metadataFields();

    /** The pieces that can be read independently, in the order of the parts. */
    List<SourceSplit> splits();

    @Override
    default List<SourcePart> parts() {
        Map<String, SourcePart> parts = new LinkedHashMap<>();
        for (SourceSplit split : splits()) {
            parts.put(split.path(), new SourcePart(split.path(), 0, split.fileLength(), split.modifiedMicros(), ""));
        }
        return List.copyOf(parts.values());
    }

    /**
     * The same scan of only some of its parts, and of these only what is in a range, which begins where a record does.
     *
     * @param ranges by the name of the part
     */
    SourceScan only(Map<String, PositionRange> ranges);

    /**
     * What is wrong with the columns of a part, so that it must not be read as one of this source, in words; empty if nothing is,
     * or nothing tells. A commit asks before it reads a part from its beginning.
     */
    default Optional<String> columnProblem(String part) {
        return Optional.empty();
    }

    /**
     * Opens one split.
     *
     * @param columns names of {@link #schema()}, {@link #METADATA_COLUMN} or {@link #POSITION_COLUMN}; only these are parsed
     */
    default SplitReader read(SourceSplit split, List<String> columns) {
        return read(split, columns, record -> {});
    }

    /**
     * Opens one split and tells of each malformed record, whatever becomes of it.
     *
     * @param columns names of {@link #schema()}, {@link #METADATA_COLUMN} or {@link #POSITION_COLUMN}; only these are parsed
     * @param malformed called by the thread that reads
     */
    SplitReader read(SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed);

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
