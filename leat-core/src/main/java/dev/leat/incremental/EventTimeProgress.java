package dev.leat.incremental;

import dev.leat.incremental.ReadTimes.Part;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.type.EpochMicros;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How far the event times of a dataset's reads have come, and which rows are late in a commit.
 *
 * <p>A watermark stays as it is within a commit, so that the order in which a commit reads files means nothing. After it, the
 * watermark is the latest time of the part that is furthest behind, less the delay; it never goes back. A part that has had no
 * rows for its source's time does not hold it up, nor does a read that has had none hold up what another one bounds. A part whose records
 * are left to later commits is not idle, and while there is one of which none has been read, nobody knows how far behind that is.
 */
public final class EventTimeProgress {
    private final Maintained query;
    private final long now;
    private final Map<Integer, ReadTimes> before;
    private final Function<String, Set<String>> left;
    /** When a part of a read has to have had rows not to be idle, by the index of the watermark. */
    private final Map<Integer, Long> activeSince = new HashMap<>();

    private final Map<Integer, Map<String, OptionalLong>> read = new HashMap<>();

    /**
     * Progress in a commit.
     *
     * @param before that of the last commit, by the index of the watermark
     * @param left the parts of a source, by its key, that have records which are left to later commits
     * @param idle after which time without rows a part of relations is idle; empty where it never is
     */
    public EventTimeProgress(
            Maintained query,
            Map<Integer, ReadTimes> before,
            Function<String, Set<String>> left,
            Function<List<RelationName>, Optional<Duration>> idle,
            Instant now) {
        this.query = query;
        this.before = Map.copyOf(before);
        this.left = left;
        this.now = EpochMicros.of(now);
        for (int i = 0; i < query.stored().size(); i++) {
            int index = i;
            query.watermark(i)
                    .ifPresent(node -> activeSince.put(
                            index,
                            idle.apply(query.sources(node))
                                    .map(time -> this.now - TimeUnit.MICROSECONDS.convert(time))
                                    .orElse(Long.MIN_VALUE)));
        }
    }

    /** That of the last commit, by the index of the watermark. */
    public Map<Integer, ReadTimes> before() {
        return before;
    }

    /** Before which time, in microseconds since 1970-01-01, rows of a watermark are late in this commit; empty if none is. */
    public OptionalLong watermark(int index) {
        return Optional.ofNullable(before.get(index)).map(ReadTimes::watermark).orElse(OptionalLong.empty());
    }

    /**
     * Takes note of the rows of a watermark, late ones among them.
     *
     * @param latest the greatest time of each part that has rows, empty where none of them has a time
     */
    public void note(int index, Map<String, OptionalLong> latest) {
        read.computeIfAbsent(index, key -> new HashMap<>()).putAll(latest);
    }

    /** The progress after the commit, by the index of the watermark. */
    public Map<Integer, ReadTimes> after() {
        Map<Integer, ReadTimes> after = new HashMap<>();
        for (int i = 0; i < query.stored().size(); i++) {
            int index = i;
            query.watermark(i).ifPresent(node -> after.put(index, after(index, node)));
        }
        Set<Integer> idle = new HashSet<>();
        OptionalLong least = OptionalLong.empty();
        for (Map.Entry<Integer, ReadTimes> found : after.entrySet()) {
            if (isIdle(found.getKey(), found.getValue())) {
                idle.add(found.getKey());
            } else {
                long watermark = found.getValue().watermark().orElse(Long.MIN_VALUE);
                least = OptionalLong.of(Math.min(watermark, least.orElse(Long.MAX_VALUE)));
            }
        }
        if (least.isPresent()) {
            long bound = least.getAsLong();
            idle.forEach(index -> after.computeIfPresent(index, (key, found) -> raised(found, bound)));
        }
        return after;
    }

    /** Whether a watermark is another one after the commit. */
    public boolean hasAdvanced(Map<Integer, ReadTimes> after) {
        return after.entrySet().stream()
                .anyMatch(read -> !read.getValue().watermark().equals(watermark(read.getKey())));
    }

    private boolean isIdle(int index, ReadTimes found) {
        long since = activeSince.getOrDefault(index, Long.MIN_VALUE);
        return left.apply(found.source()).isEmpty()
                && found.parts().values().stream().noneMatch(part -> part.seen() >= since);
    }

    private static ReadTimes raised(ReadTimes found, long least) {
        boolean isLater = least > found.watermark().orElse(Long.MIN_VALUE);
        return isLater ? new ReadTimes(found.source(), OptionalLong.of(least), found.parts()) : found;
    }

    private ReadTimes after(int index, Plan.Watermark node) {
        ReadTimes known = before.getOrDefault(
                index,
                new ReadTimes(
                        query.source(node).key(),
                        OptionalLong.empty(),
                        Map.of("", new Part(OptionalLong.empty(), now))));
        Set<String> waiting = left.apply(known.source());
        long since = activeSince.getOrDefault(index, Long.MIN_VALUE);
        Map<String, Part> active = new HashMap<>();
        known.parts().forEach((name, part) -> {
            if (part.seen() >= since || waiting.contains(name)) {
                // A clock that was put back does not keep a part from becoming idle.
                active.put(name, new Part(part.latest(), Math.min(part.seen(), now)));
            }
        });
        Map<String, OptionalLong> added = read.getOrDefault(index, Map.of());
        Map<String, Part> parts = new HashMap<>(active);
        if (!added.isEmpty()) {
            // What stands for a read without any rows yet.
            parts.remove("");
        }
        added.forEach((name, latest) -> {
            OptionalLong earlier =
                    Optional.ofNullable(active.get(name)).map(Part::latest).orElse(OptionalLong.empty());
            parts.put(name, new Part(ReadTimes.later(latest, earlier), now));
        });
        OptionalLong watermark = known.watermark();
        if (!added.isEmpty()
                && parts.keySet().containsAll(waiting)
                && parts.values().stream().allMatch(part -> part.latest().isPresent())) {
            long behind = parts.values().stream()
                    .mapToLong(part -> part.latest().getAsLong())
                    .min()
                    .getAsLong();
            watermark = ReadTimes.later(watermark, before(behind, node.delayMicros()));
        }
        return new ReadTimes(known.source(), watermark, parts);
    }

    /** Empty where no time is that early. */
    private static OptionalLong before(long time, long delay) {
        return time < Long.MIN_VALUE + delay ? OptionalLong.empty() : OptionalLong.of(time - delay);
    }
}
