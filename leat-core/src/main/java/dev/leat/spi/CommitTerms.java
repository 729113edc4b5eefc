package dev.leat.spi;

/** What a commit starts from, and how far it reads. */
public record CommitTerms(Basis basis, LastRecord lastRecord, ReadBounds bounds) {
    /** All that there is, on the results of earlier commits. */
    public static final CommitTerms DEFAULT = new CommitTerms(Basis.EARLIER_RESULTS, LastRecord.TAKEN);

    /** Terms that bound nothing. */
    public CommitTerms(Basis basis, LastRecord lastRecord) {
        this(basis, lastRecord, ReadBounds.NONE);
    }

    /** What a commit may start from. */
    public enum Basis {
        /** The results of earlier commits: what has not changed stays, what can be brought up to date by its changes is. */
        EARLIER_RESULTS,
        /** Nothing: all is computed anew. */
        NOTHING
    }

    /** What becomes of the last record of a part that may still be growing, where it has no end. */
    public enum LastRecord {
        /** It is read as it is; if more of it comes later, it is taken back then and read again. */
        TAKEN,
        /** It is left to a later commit until it has its end. */
        AWAITED
    }

    /** Terms for those who read all there is. */
    public static CommitTerms on(Basis basis) {
        return new CommitTerms(basis, LastRecord.TAKEN);
    }

    /** The terms on which a commit goes on with what an earlier one on these terms has begun. */
    public CommitTerms goingOn(ReadBounds further) {
        return new CommitTerms(Basis.EARLIER_RESULTS, lastRecord, further);
    }
}
