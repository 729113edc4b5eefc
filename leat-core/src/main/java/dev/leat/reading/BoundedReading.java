package dev.leat.reading;

import dev.leat.reading.KnownParts.Known;
import dev.leat.spi.Position;
import dev.leat.spi.ReadLimit;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceParts;
import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceProgress.Cut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much of a source that is followed as a stream a commit reads: of what none of its readers has read, no more than the bounds
 * say, so that all readers read up to the same place. Readers that are behind read up to there at once.
 */
final class BoundedReading {
    private final SourceParts scan;
    private final ReadingEnd.Parts available;
    private final Map<String, Long> read = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    /**
     * The reading of a source.
     *
     * @param available what it holds, without records that are not complete
     * @param readers how far each of its readers has read each part
     */
    BoundedReading(SourceParts scan, ReadingEnd.Parts available, Collection<Map<String, Position>> readers) {
        this.scan = scan;
        this.available = available;
        for (Map<String, Position> reader : readers) {
            names.addAll(reader.keySet());
            addRead(reader);
        }
    }

    private void addRead(Map<String, Position> reader) {
        Map<String, Position> before = new HashMap<>();
        reader.forEach((name, position) ->
                before.put(name, upTo(position, available.ends().getOrDefault(name, Long.MAX_VALUE))));
        KnownParts known = KnownParts.find(scan, available, before, true);
        for (SourcePart part : available.parts()) {
            Optional<Known> found = known.find(part);
            if (found.isPresent()) {
                read.merge(part.name(), found.get().end(part), Math::max);
            } else if (reader.containsKey(part.name())) {
                read.merge(part.name(), part.start(), Math::max);
            }
        }
    }

    /** Where no time and no size tells, a part may have lost its last records and go on all the same. */
    private static Position upTo(Position position, long end) {
        return position.modifiedMicros() == 0 ? position.upTo(end) : position;
    }

    /** Whether no reader has read anything of it. */
    boolean isFirst() {
        return names.isEmpty();
    }

    /**
     * What is read.
     *
     * @param ends of what is to be read, as {@link SourceProgress#ends} has them
     * @param allowance the most that the commit is to read on
     */
    ReadingEnd.Parts within(Optional<Map<String, Long>> ends, Optional<Long> allowance) {
        List<SourcePart> ended = ends.map(this::upTo).orElseGet(available::parts);
        List<SourcePart> optional = within(scan.limit(), ended);
        List<SourcePart> allowed = within(allowance.map(ReadLimit::ofUnits).orElse(ReadLimit.NONE), optional);
        Cut cut = !allowed.equals(optional) ? Cut.ALLOWANCE : !optional.equals(ended) ? Cut.OPTIONS : Cut.NOTHING;
        long before = more(Map.of(), ended) - more(read, ended);
        long taken = more(read, allowed);
        // What has come since the end of what is to be read is not left to be read.
        SourceProgress progress = new SourceProgress(
                before,
                taken,
                more(read, ended) - taken,
                cut,
                scan.unit(),
                cut == Cut.NOTHING ? Map.of() : endsOf(ended));
        return new ReadingEnd.Parts(
                allowed, cut(allowed), available.ends(), left(ended, allowed), Optional.of(progress));
    }

    /** The names of the parts of which less is read than is to be read, or more is waited for. */
    private Set<String> left(List<SourcePart> ended, List<SourcePart> allowed) {
        Map<String, Long> ends = new HashMap<>();
        allowed.forEach(part -> ends.put(part.name(), part.end()));
        Set<String> left = new HashSet<>(available.left());
        ended.stream()
                .filter(part -> part.end() > ends.getOrDefault(part.name(), part.start()))
                .forEach(part -> left.add(part.name()));
        return left;
    }

    private List<SourcePart> within(ReadLimit limit, List<SourcePart> parts) {
        return limit.isNone() || more(read, parts) == 0 ? parts : scan.within(limit, parts, read);
    }

    private static long more(Map<String, Long> read, List<SourcePart> parts) {
        return parts.stream()
                .mapToLong(part -> part.end()
                        - Math.min(part.end(), Math.max(part.start(), read.getOrDefault(part.name(), part.start()))))
                .sum();
    }

    /** The parts that are not longer than they were; what has been added to them, and parts that have come, are left out. */
    private List<SourcePart> upTo(Map<String, Long> ends) {
        List<SourcePart> ended = new ArrayList<>();
        for (SourcePart part : available.parts()) {
            long end = ends.getOrDefault(name(part), part.start());
            if (part.end() <= end) {
                ended.add(part);
                continue;
            }
            boolean isKnown = read.containsKey(part.name());
            long last = read.getOrDefault(part.name(), part.start());
            if (!scan.grows(part.name())) {
                // It is not what it was, and whether that is read does not depend on its end.
                if (isKnown) {
                    ended.add(part);
                }
                continue;
            }
            long stop = end > last ? Math.max(last, scan.boundary(part.name(), end)) : last;
            if (isKnown || stop > part.start()) {
                ended.add(withEnd(part, stop));
            }
        }
        return ended;
    }

    private static Map<String, Long> endsOf(List<SourcePart> parts) {
        Map<String, Long> ends = new HashMap<>();
        parts.forEach(part -> ends.put(name(part), part.end()));
        return ends;
    }

    private static String name(SourcePart part) {
        return part.identity().isEmpty() ? part.name() : part.identity();
    }

    private Set<String> cut(List<SourcePart> parts) {
        Set<String> cut = new HashSet<>(available.cut());
        for (SourcePart part : parts) {
            if (part.end() < available.ends().getOrDefault(part.name(), part.end())) {
                cut.add(part.name());
            }
        }
        return cut;
    }

    private static SourcePart withEnd(SourcePart part, long end) {
        return new SourcePart(part.name(), part.start(), end, part.modifiedMicros(), part.identity());
    }
}
