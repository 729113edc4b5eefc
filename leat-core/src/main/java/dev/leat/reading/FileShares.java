package dev.leat.reading;

import dev.leat.spi.ReadLimit;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceParts;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which files a commit reads on that may not read all: in the order in which they were last written, as Spark takes them, until the limit is reached. A
 * file that grows by lines may be read in pieces, each of whole lines; any other is read as a whole, also if it is larger than the limit.
 */
public final class FileShares {
    private static final Comparator<SourcePart> ORDER =
            Comparator.comparingLong(SourcePart::modifiedMicros).thenComparing(SourcePart::name);

    private final SourceParts source;
    private final Map<String, Long> read;
    private long files;
    private long bytes;
    private boolean isBegun;

    private FileShares(SourceParts source, Map<String, Long> read, ReadLimit limit) {
        this.source = source;
        this.read = read;
        this.files = limit.partsMax();
        this.bytes = limit.unitsMax();
    }

    /**
     * The parts with earlier ends, without those of which nothing is read.
     *
     * @param read how far they were read, by name; these stay
     */
    public static List<SourcePart> limit(
            SourceParts source, ReadLimit limit, List<SourcePart> parts, Map<String, Long> read) {
        FileShares shares = new FileShares(source, read, limit);
        Map<String, SourcePart> chosen = new LinkedHashMap<>();
        parts.stream()
                .sorted(ORDER)
                .forEach(part -> shares.choose(part).ifPresent(end -> chosen.put(part.name(), end)));
        return parts.stream()
                .flatMap(part -> Optional.ofNullable(chosen.get(part.name())).stream())
                .toList();
    }

    private Optional<SourcePart> choose(SourcePart part) {
        long next = Math.min(part.end(), read.getOrDefault(part.name(), part.start()));
        long more = part.end() - next;
        if (more == 0) {
            return Optional.of(part);
        }
        long end = end(part, next);
        if (end > next) {
            isBegun = true;
            files--;
            bytes -= Math.min(bytes, end - next);
            return Optional.of(withEnd(part, end));
        }
        boolean isKnown = read.containsKey(part.name());
        // What was read under a name that holds another content now is replaced by all of that.
        return isKnown ? Optional.of(source.grows(part.name()) ? withEnd(part, next) : part) : Optional.empty();
    }

    /** How far it is read. */
    private long end(SourcePart part, long next) {
        if (files == 0 || bytes == 0) {
            return next;
        }
        if (part.end() - next <= bytes) {
            return part.end();
        }
        if (!source.divides(part.name())) {
            return isBegun ? next : part.end();
        }
        long end = source.boundary(part.name(), next + bytes);
        long length = bytes;
        // A line that is longer than the limit is read all the same.
        while (end <= next && !isBegun) {
            length = Math.min(2 * length, part.end() - next);
            end = next + length == part.end() ? part.end() : source.boundary(part.name(), next + length);
        }
        // The next line comes before all that is in the files that were written later.
        bytes = 0;
        return Math.max(next, end);
    }

    private static SourcePart withEnd(SourcePart part, long end) {
        return new SourcePart(part.name(), part.start(), end, part.modifiedMicros(), part.identity());
    }
}
