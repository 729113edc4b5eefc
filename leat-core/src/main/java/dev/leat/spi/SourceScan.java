package dev.leat.spi;

import dev.leat.plan.Plan;
import dev.leat.type.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An opened source, with what it holds at the moment it was opened. Thread-safe. */
public interface SourceScan {
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

    /** What the source consists of, in the order in which it is read. */
    default List<SourcePart> parts() {
        Map<String, SourcePart> parts = new LinkedHashMap<>();
        for (SourceSplit split : splits()) {
            parts.put(split.path(), new SourcePart(split.path(), 0, split.fileLength(), split.modifiedMicros(), ""));
        }
        return List.copyOf(parts.values());
    }

    /**
     * What the source consists of, as far as a commit reads it.
     *
     * @param read what earlier commits have read of it, by the name of the part; empty before the first one
     */
    default List<SourcePart> parts(Map<String, ReadPart> read) {
        return parts();
    }

    /** The most that a stream reads on of it in a commit, by its options. */
    default ReadLimit limit() {
        return ReadLimit.NONE;
    }

    /** What a stream waits for before it reads on, by the options of the source. */
    default Optional<ReadWait> awaited() {
        return Optional.empty();
    }

    /**
     * Parts with earlier ends, so that no more is read on than a limit says, but always something where there is something. A part
     * of which nothing is read yet may be missing.
     *
     * @param parts whose ends are those of records
     * @param read how far each was read, by its name now; one that is in it is never missing
     */
    default List<SourcePart> within(ReadLimit limit, List<SourcePart> parts, Map<String, Long> read) {
        return parts;
    }

    /** Whether a part that does not grow by records is there as a whole, or is still being written. */
    default boolean isComplete(String part) {
        return true;
    }

    /**
     * What was read, under this or another name, of the content of a part whose positions are not those of its content: the longest of what is
     * known that is at its beginning.
     *
     * @param known what was read of each part, by its name then; the first of equals is found
     */
    default Optional<ReadContent> findRead(String part, Map<String, ReadPart> known) {
        return Optional.empty();
    }

    /**
     * What was read of the content of such a part, if it has been added to since.
     *
     * @param known what was read of it, in its own positions
     */
    default Optional<ReadContent> findAppended(String part, ReadPart known) {
        return Optional.empty();
    }

    /** What positions count. */
    default SourceProgress.Unit unit() {
        return SourceProgress.Unit.BYTES;
    }

    /**
     * The same scan of only some of its parts, and of these only what is in a range, which begins where a record does.
     *
     * @param ranges by the name of the part
     */
    SourceScan only(Map<String, PositionRange> ranges);

    /** What tells the content of a part before a position from another content; empty where nothing does. */
    default String tag(String part, long position) {
        return "";
    }

    /**
     * Told by a reader how far it has read a part that the source has or had, before it reads on. Returns the position from which
     * it does: the given one, or a lower one where the part has become shorter and has to be read on from its end.
     *
     * @param tag of the part at that position when it was read
     * @throws dev.leat.error.LeatException DATA_LOSS where records may be gone that it has not read, if that matters to the user
     */
    default long requireNothingLost(String part, long position, String tag) {
        // Files that are gone or have another content are what their reader makes of them.
        return position;
    }

    /** Whether a part may get more records at its end, so that these can be read alone. */
    default boolean grows(String part) {
        return false;
    }

    /**
     * The last position of a growing part, up to the given one, at which a record begins or would begin if more were added: what
     * stands between may be the beginning of a record that is still being written.
     */
    default long boundary(String part, long position) {
        return position;
    }

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
