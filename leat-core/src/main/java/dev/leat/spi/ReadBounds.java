package dev.leat.spi;

import java.util.Map;

/**
 * How far a commit reads the sources that are followed as streams, beside what their own options say.
 *
 * @param allowances the most bytes or records that are read on, by the key of the source; a source that has none, or that no
 *     earlier commit has read, is not bounded
 * @param ends the ends of what is to be read, by the key of the source and as {@link SourceProgress#ends} has them
 */
public record ReadBounds(Map<String, Long> allowances, Map<String, Map<String, Long>> ends) {
    /** All there is. */
    public static final ReadBounds NONE = new ReadBounds(Map.of(), Map.of());

    public ReadBounds {
        allowances = Map.copyOf(allowances);
        ends = Map.copyOf(ends);
    }

    /** Bounds on how much is read. */
    public static ReadBounds allowing(Map<String, Long> allowances) {
        return new ReadBounds(allowances, Map.of());
    }

    /** Bounds on how far is read. */
    public static ReadBounds upTo(Map<String, Map<String, Long>> ends) {
        return new ReadBounds(Map.of(), ends);
    }
}
