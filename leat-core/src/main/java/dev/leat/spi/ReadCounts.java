package dev.leat.spi;

/**
 * Records of a source and what became of them.
 *
 * @param accepted rows of records that are as declared, and in time; a JSON array at the top gives a row for each element
 * @param malformed records that did not fit the schema, whether kept with NULLs (PERMISSIVE) or dropped
 * @param late rows that came later than a watermark says
 * @param direct rows among the accepted and the late that were read without Spark's parser, since they were plain enough
 */
public record ReadCounts(long accepted, long malformed, long late, long direct) {
    /** Nothing read. */
    public static final ReadCounts NONE = new ReadCounts(0, 0, 0);

    /** What a reader counts, which knows of no watermark. */
    public ReadCounts(long accepted, long malformed, long direct) {
        this(accepted, malformed, 0, direct);
    }

    /** The same, with some of the accepted rows found late. */
    public ReadCounts withLate(long rows) {
        return new ReadCounts(accepted - rows, malformed, late + rows, direct);
    }

    /** These without others, such as those of a record that is taken back. */
    public ReadCounts minus(ReadCounts other) {
        return new ReadCounts(
                accepted - other.accepted, malformed - other.malformed, late - other.late, direct - other.direct);
    }

    /** Both together. */
    public ReadCounts plus(ReadCounts other) {
        return new ReadCounts(
                accepted + other.accepted, malformed + other.malformed, late + other.late, direct + other.direct);
    }
}
