package dev.leat.spi;

import java.util.Map;

/**
 * What a commit reads on of a source that is followed as a stream, and what it leaves to later ones.
 *
 * @param read how much of it earlier commits had read, in bytes or records
 * @param taken how much more the commit reads, by those of its readers that have read furthest
 * @param left how much there is beyond that
 * @param cut by what the commit was kept from reading it
 * @param unit of the figures
 * @param ends of the parts that there are, by what stays when a part is renamed; none where nothing is left
 */
public record SourceProgress(long read, long taken, long left, Cut cut, Unit unit, Map<String, Long> ends) {
    /** What bounds a commit. */
    public enum Cut {
        /** Nothing: it reads all there is. */
        NOTHING,
        /** The options of the source. */
        OPTIONS,
        /** The allowance that the terms of the commit give. */
        ALLOWANCE
    }

    /** What positions count. */
    public enum Unit {
        BYTES,
        RECORDS
    }

    public SourceProgress {
        ends = Map.copyOf(ends);
    }

    /** Whether some of what was to be read is left to later commits. */
    public boolean isCut() {
        return cut != Cut.NOTHING;
    }
}
