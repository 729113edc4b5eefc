package dev.leat.conformance.incremental;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What watermarks of a query should be, by their definition: the latest time of the file that is furthest behind, less the
 * delay, of the files with rows within the time of their source. Reads without such rows follow the others.
 */
final class ExpectedWatermarks {
    private static final long MICROS_OF_SECOND = 1_000_000;

    private final List<Read> reads = new ArrayList<>();

    /** One file of a read. */
    private record Part(OptionalLong latest, Instant seen) {}

    /** One read of a source. */
    private static final class Read {
        /** In seconds. */
        private final OptionalLong delay;
        /** After which time a file is idle; empty where none ever is. */
        private final Optional<Duration> idle;

        private final Map<Path, Part> parts = new HashMap<>();
        private OptionalLong watermark = OptionalLong.empty();
        private Instant first = Instant.MAX;

        Read(OptionalLong delay, Optional<Duration> idle) {
            this.delay = delay;
            this.idle = idle;
        }

        private boolean isPast(Instant seen, Instant now) {
            return idle.filter(time -> seen.isBefore(now.minus(time))).isPresent();
        }

        void take(List<Event> events, Instant now) {
            parts.values().removeIf(part -> isPast(part.seen(), now));
            first = first.isAfter(now) ? now : first;
            Map<Path, OptionalLong> latest = new HashMap<>();
            for (Event event : events) {
                latest.merge(event.file(), event.micros(), ExpectedWatermarks::later);
            }
            latest.forEach((file, time) -> parts.put(
                    file,
                    new Part(
                            later(
                                    time,
                                    parts.getOrDefault(file, new Part(OptionalLong.empty(), now))
                                            .latest()),
                            now)));
            boolean isKnown =
                    parts.values().stream().allMatch(part -> part.latest().isPresent());
            if (!events.isEmpty() && isKnown && delay.isPresent()) {
                long behind = parts.values().stream()
                        .mapToLong(part -> part.latest().getAsLong())
                        .min()
                        .getAsLong();
                watermark = later(watermark, OptionalLong.of(behind - delay.getAsLong() * MICROS_OF_SECOND));
            }
        }

        boolean isIdle(Instant now) {
            return parts.isEmpty() && (watermark.isPresent() || isPast(first, now));
        }
    }

    /** Watermarks of a query over some sources, none of which is known yet. */
    ExpectedWatermarks(TimedQuery query, List<EventSource> sources) {
        query.reads()
                .forEach(read -> reads.add(
                        new Read(read.delay(), sources.get(read.source()).idle())));
    }

    private static OptionalLong later(OptionalLong one, OptionalLong other) {
        return one.isEmpty() || (other.isPresent() && other.getAsLong() > one.getAsLong()) ? other : one;
    }

    /** Takes the rows of a commit, by read; those that are late of each. */
    List<List<Event>> take(List<List<Event>> added, Instant now) {
        List<List<Event>> late = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            OptionalLong watermark = reads.get(i).watermark;
            late.add(added.get(i).stream()
                    .filter(event -> event.micros().isPresent()
                            && watermark.isPresent()
                            && event.micros().getAsLong() < watermark.getAsLong())
                    .toList());
        }
        for (int i = 0; i < reads.size(); i++) {
            reads.get(i).take(added.get(i), now);
        }
        boolean isBounded =
                reads.stream().filter(read -> !read.isIdle(now)).allMatch(read -> read.watermark.isPresent());
        OptionalLong least = reads.stream()
                .filter(read -> !read.isIdle(now))
                .flatMapToLong(read -> read.watermark.stream())
                .min();
        for (Read read : reads) {
            if (isBounded && least.isPresent() && read.delay.isPresent() && read.isIdle(now)) {
                read.watermark = later(read.watermark, least);
            }
        }
        return late;
    }
}
