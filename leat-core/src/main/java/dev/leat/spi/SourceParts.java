package dev.leat.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a source, with what they hold at the moment it was opened, and what tells how far they have been read. */
public interface SourceParts {
    /** What the source consists of, in the order in which it is read. */
    List<SourcePart> parts();

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

    /** Whether a commit may read less of what a part that grows has more. */
    default boolean divides(String part) {
        return grows(part);
    }

    /**
     * The last position of a growing part, up to the given one, at which a record begins or would begin if more were added: what
     * stands between may be the beginning of a record that is still being written.
     */
    default long boundary(String part, long position) {
        return position;
    }
}
