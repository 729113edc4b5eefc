package dev.leat.spi;

/**
 * Records of a source and what became of them.
 *
 * @param accepted rows of records that are as declared; a JSON array at the top gives a row for each element
 * @param malformed records that did not fit the schema, whether kept with NULLs (PERMISSIVE) or dropped
 */
public record ReadCounts(long accepted, long malformed) {
    /** Nothing read. */
    public static final ReadCounts NONE = new ReadCounts(0, 0);

    /** Both together. */
    public ReadCounts plus(ReadCounts other) {
        return new ReadCounts(accepted + other.accepted, malformed + other.malformed);
    }
}
