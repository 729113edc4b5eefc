package dev.leat.spi;

/**
 * Records of a source and what became of them.
 *
 * @param accepted rows of records that are as declared; a JSON array at the top gives a row for each element
 * @param malformed records that did not fit the schema, whether kept with NULLs (PERMISSIVE) or dropped
 * @param direct rows among the accepted that were read without Spark's parser, since they were plain enough
 */
public record ReadCounts(long accepted, long malformed, long direct) {
    /** Nothing read. */
    public static final ReadCounts NONE = new ReadCounts(0, 0, 0);

    /** These without others, such as those of a record that is taken back. */
    public ReadCounts minus(ReadCounts other) {
        return new ReadCounts(accepted - other.accepted, malformed - other.malformed, direct - other.direct);
    }

    /** Both together. */
    public ReadCounts plus(ReadCounts other) {
        return new ReadCounts(accepted + other.accepted, malformed + other.malformed, direct + other.direct);
    }
}
