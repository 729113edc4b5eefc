package dev.leat.reading;

import dev.leat.incremental.PreparedPipeline;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.ReadBounds;
import dev.leat.spi.ReadPart;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceParts;
import dev.leat.spi.SourceProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far the parts of sources are read.
 *
 * @param followed the sources that are read as streams; others are read as far as they go
 * @param log what earlier commits have read; absent for a query, which reads all there is
 * @param delays when sources were last read on; absent where no other commit follows, so that nothing may be left to one
 */
public record ReadingEnd(
        LastRecord lastRecord,
        ReadBounds bounds,
        Set<String> followed,
        Optional<ReadLog> log,
        Optional<ReadDelays> delays) {
    /** All there is. */
    public static ReadingEnd ofQuery() {
        return new ReadingEnd(LastRecord.TAKEN, ReadBounds.NONE, Set.of(), Optional.empty(), Optional.empty());
    }

    /** That of a commit, which may take only so much of a source. A record that could not be taken back waits for its end. */
    public static ReadingEnd of(CommitTerms terms, PreparedPipeline pipeline, ReadLog log, ReadDelays delays) {
        boolean isTaken = terms.lastRecord() == LastRecord.TAKEN && pipeline.canTakeBack();
        return new ReadingEnd(
                isTaken ? LastRecord.TAKEN : LastRecord.AWAITED,
                terms.bounds(),
                pipeline.followedSources(),
                Optional.of(log),
                Optional.of(delays).filter(known -> terms.lastRecord() == LastRecord.AWAITED));
    }

    /**
     * The parts of a source as far as they are read.
     *
     * @param cut the names of those that have more, which is not complete yet or left to later commits
     * @param ends of all that there are, whether or not they are read, by name
     * @param left the names of those that have records which are left to later commits
     * @param progress where the source is followed as a stream
     */
    public record Parts(
            List<SourcePart> parts,
            Set<String> cut,
            Map<String, Long> ends,
            Set<String> left,
            Optional<SourceProgress> progress) {
        /** Nothing. */
        public static final Parts NONE = new Parts(List.of(), Set.of(), Map.of(), Set.of(), Optional.empty());

        public Parts {
            parts = List.copyOf(parts);
            cut = Set.copyOf(cut);
            ends = Map.copyOf(ends);
            left = Set.copyOf(left);
        }

        static Parts of(List<SourcePart> parts, Set<String> cut) {
            return new Parts(parts, cut, endsOf(parts), Set.of(), Optional.empty());
        }

        private static Map<String, Long> endsOf(List<SourcePart> parts) {
            return parts.stream().collect(Collectors.toMap(SourcePart::name, SourcePart::end));
        }
    }

    /** The parts of a source as far as they are read. */
    public Parts parts(SourceParts scan, String source) {
        Parts available = available(scan, source);
        if (log.isEmpty() || !followed.contains(source)) {
            return available;
        }
        Optional<Map<String, Long>> ends = Optional.ofNullable(bounds.ends().get(source));
        Optional<Long> allowance = Optional.ofNullable(bounds.allowances().get(source));
        if (scan.limit().isNone() && scan.awaited().isEmpty() && ends.isEmpty() && allowance.isEmpty()) {
            return available;
        }
        BoundedReading reading = new BoundedReading(scan, available, log.get().readers(source));
        // What is there before the first commit is read at once, unless the source's own options bound it.
        return reading.within(ends, reading.isFirst() ? Optional.empty() : allowance);
    }

    /** The parts of a source as far as they can be read. */
    public Parts available(SourceParts scan, String source) {
        Map<String, ReadPart> read = read(source);
        List<SourcePart> parts = log.isEmpty() ? scan.parts() : scan.parts(read);
        if (lastRecord == LastRecord.TAKEN) {
            return Parts.of(parts, Set.of());
        }
        List<SourcePart> complete = new ArrayList<>();
        Set<String> cut = new HashSet<>();
        for (SourcePart part : parts) {
            Optional<SourcePart> cutOff = complete(scan, part, Optional.ofNullable(read.get(part.name())));
            cutOff.ifPresent(complete::add);
            if (cutOff.filter(end -> end.end() < part.end()).isPresent()) {
                cut.add(part.name());
            }
        }
        Map<String, Long> ends = new HashMap<>(Parts.endsOf(parts));
        ends.putAll(Parts.endsOf(complete));
        Parts available = new Parts(complete, cut, ends, Set.of(), Optional.empty());
        boolean waits = followed.contains(source)
                && !read.isEmpty()
                && delays.isPresent()
                && scan.awaited()
                        .filter(wait -> delays.get().holds(source, wait, more(complete, read)))
                        .isPresent();
        return waits ? upTo(read, available) : available;
    }

    /** How much nobody has read. */
    private static long more(List<SourcePart> parts, Map<String, ReadPart> read) {
        return parts.stream().mapToLong(part -> part.end() - last(part, read)).sum();
    }

    /** Where a part is read on. */
    private static long last(SourcePart part, Map<String, ReadPart> read) {
        long end = Optional.ofNullable(read.get(part.name())).map(ReadPart::end).orElse(part.start());
        return Math.min(part.end(), Math.max(part.start(), end));
    }

    /** The parts as far as they were read; the rest waits for more. */
    private static Parts upTo(Map<String, ReadPart> read, Parts available) {
        List<SourcePart> parts = new ArrayList<>();
        Set<String> left = new HashSet<>();
        for (SourcePart part : available.parts()) {
            long last = last(part, read);
            if (last < part.end()) {
                left.add(part.name());
            }
            if (read.containsKey(part.name())) {
                parts.add(withEnd(part, last));
            }
        }
        Set<String> cut = new HashSet<>(available.cut());
        cut.addAll(left);
        return new Parts(parts, cut, available.ends(), left, Optional.empty());
    }

    /** What all that have read a source have read of each part of it. */
    public Map<String, ReadPart> read(String source) {
        return log.map(known -> known.read(source)).orElse(Map.of());
    }

    /** The part without a record that may not be complete; what was read of it stays read. None if all of it is still being written. */
    private static Optional<SourcePart> complete(SourceParts scan, SourcePart part, Optional<ReadPart> read) {
        boolean isRead = read.filter(known -> known.end() == part.end()).isPresent();
        if (isRead || (!scan.grows(part.name()) && scan.isComplete(part.name()))) {
            return Optional.of(part);
        }
        if (!scan.grows(part.name())) {
            return read.filter(known -> known.end() < part.end())
                    .filter(known -> scan.tag(part.name(), known.end()).equals(known.tag()))
                    .map(known -> withEnd(part, known.end()));
        }
        long boundary = scan.boundary(part.name(), part.end());
        long end = read.filter(known -> boundary < known.end() && known.end() < part.end())
                .filter(known -> scan.tag(part.name(), known.end()).equals(known.tag()))
                .map(ReadPart::end)
                .orElse(boundary);
        return Optional.of(withEnd(part, Math.max(part.start(), end)));
    }

    private static SourcePart withEnd(SourcePart part, long end) {
        return new SourcePart(part.name(), part.start(), end, part.modifiedMicros(), part.identity());
    }
}
