package dev.leat.spi;

/**
 * Records of a source and what became of them: each has one fate, so that those read are those accepted, malformed, late and
 * rejected. What is read is counted by what cuts a source into records, before any of them is parsed.
 *
 * @param read records; a JSON array at the top counts as its elements, and what is no record, such as a blank line, not at all
 * @param accepted rows of records that are as declared, in time, and not left out
 * @param malformed records that did not fit the schema, whether kept with NULLs (PERMISSIVE) or dropped
 * @param late rows that came later than a watermark says
 * @param rejected rows that an expectation left out, where rows are made of one source, one by one
 * @param kept rows that were made of the malformed
 * @param direct rows among the others that were read without Spark's parser, since they were plain enough
 */
public record ReadCounts(long read, long accepted, long malformed, long late, long rejected, long kept, long direct) {
    /** Nothing read. */
    public static final ReadCounts NONE = allAccepted(0, 0, 0);

    /** What a reader counts of records that all fit; it knows of no watermark and no expectation. */
    public static ReadCounts allAccepted(long read, long accepted, long direct) {
        return new ReadCounts(read, accepted, 0, 0, 0, 0, direct);
    }

    /** The same, with some of the accepted rows found late. */
    public ReadCounts withLate(long rows) {
        return new ReadCounts(read, accepted - rows, malformed, late + rows, rejected, kept, direct);
    }

    /** The same, with some of the accepted rows left out. */
    public ReadCounts withRejected(long rows) {
        return new ReadCounts(read, accepted - rows, malformed, late, rejected + rows, kept, direct);
    }

    /** The same, with other records read; for what cuts records out itself and gives some of them to another reader. */
    public ReadCounts withRead(long records) {
        return new ReadCounts(records, accepted, malformed, late, rejected, kept, direct);
    }

    /** Whether each record that was read has a fate, and only one. */
    public boolean isConserved() {
        return read == accepted + malformed + late + rejected;
    }

    /** The same without how rows were made: what became of the records, whoever has read them. */
    public ReadCounts fates() {
        return new ReadCounts(read, accepted, malformed, late, rejected, 0, 0);
    }

    /** The rows that were made of the records. */
    public long rows() {
        return accepted + late + rejected + kept;
    }

    /** These without others, such as those of a record that is taken back. */
    public ReadCounts minus(ReadCounts other) {
        return new ReadCounts(
                read - other.read,
                accepted - other.accepted,
                malformed - other.malformed,
                late - other.late,
                rejected - other.rejected,
                kept - other.kept,
                direct - other.direct);
    }

    /** Both together. */
    public ReadCounts plus(ReadCounts other) {
        return new ReadCounts(
                read + other.read,
                accepted + other.accepted,
                malformed + other.malformed,
                late + other.late,
                rejected + other.rejected,
                kept + other.kept,
                direct + other.direct);
    }
}
