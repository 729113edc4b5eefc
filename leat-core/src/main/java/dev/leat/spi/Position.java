package dev.leat.spi;

/**
 * How far a part of a source has been read.
 *
 * @param start the first position that was read, in bytes or offsets
 * @param end the position after the last
 * @param modifiedMicros when the part was last written, as far as was known then
 * @param identity what the part keeps when it is renamed
 * @param tag of the content up to the end; empty if it has none
 * @param commit that read it so far; 0 while none has
 */
public record Position(long start, long end, long modifiedMicros, String identity, String tag, long commit) {
    /** The same, read by a commit. */
    public Position in(long number) {
        return new Position(start, end, modifiedMicros, identity, tag, number);
    }

    /** The same, but not further than to another position. */
    public Position upTo(long last) {
        return new Position(Math.min(start, last), Math.min(end, last), modifiedMicros, identity, tag, commit);
    }
}
