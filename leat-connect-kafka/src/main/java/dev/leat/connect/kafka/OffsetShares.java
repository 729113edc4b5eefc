package dev.leat.connect.kafka;

import dev.leat.spi.SourcePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shares out a number of offsets among partitions as Spark does: each gets a part in proportion to what it has more, rounded
 * down, but never to nothing.
 */
final class OffsetShares {
    private OffsetShares() {}

    /**
     * The parts with earlier ends.
     *
     * @param read how far they were read, by name
     */
    static List<SourcePart> limit(List<SourcePart> parts, Map<String, Long> read, long offsetsMax) {
        long total = 0;
        for (SourcePart part : parts) {
            total += part.end() - next(part, read);
        }
        if (total <= offsetsMax) {
            return parts;
        }
        List<SourcePart> limited = new ArrayList<>();
        for (SourcePart part : parts) {
            long next = next(part, read);
            double share = (double) offsetsMax * (part.end() - next) / total;
            long offsets = (long) (share < 1 ? Math.ceil(share) : Math.floor(share));
            long end = Math.min(part.end(), next + offsets);
            limited.add(new SourcePart(part.name(), part.start(), end, part.modifiedMicros(), part.identity()));
        }
        return limited;
    }

    /** Where it is read on: not before its start, and if it is shorter than what was read, from there. */
    private static long next(SourcePart part, Map<String, Long> read) {
        long position = read.getOrDefault(part.name(), part.start());
        return position < part.start() || position > part.end() ? part.start() : position;
    }
}
