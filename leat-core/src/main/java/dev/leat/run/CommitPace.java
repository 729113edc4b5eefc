package dev.leat.run;

import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceProgress.Unit;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much commits take that follow each other, so that each takes about as long as it should.
 *
 * <p>A commit takes {@code fixed + slope · work}, where the work is what it reads on, in bytes. Both are learnt from the commits so far
 * by {@link CommitCost}. The work of the next is what fits the target, at least what takes as long as the fixed part: half of the time
 * goes into work, however small the target. While much is left to be read, nobody waits for rows that are behind so many others: commits may take four
 * times the target then, and the work four times the fixed part, so that catching up in pieces takes little longer than at once. From one commit
 * to the next the work at most doubles, and only where there was more to read than it allowed.
 */
final class CommitPace {
    /** The work of the first commit. */
    private static final double FIRST_BYTES = 1 << 16;

    private static final double BYTES_MIN = 1 << 12;
    private static final double GROWTH_MAX = 2;
    private static final double SHRINKING_MAX = 8;

    /** Commits of the target's time that what is left takes when the target begins to be exceeded. */
    private static final double COMMITS_BEHIND = 2;

    private static final double EXCESS_MAX = 4;

    /** Each commit of so many is smaller than it may be: from commits of one size nothing can be learnt of what others would take. */
    private static final int PROBE = 3;

    private static final double PROBE_SIZE = 0.4;

    /** What a record of a topic counts as. */
    private static final int RECORD_BYTES = 100;

    private final double targetMillis;
    private final List<String> sources;
    private final CommitCost cost = new CommitCost();
    private final Map<String, SourceProgress> last = new HashMap<>();
    private double workMax = FIRST_BYTES;
    private int count;

    /**
     * A pace.
     *
     * @param target the time of a commit
     * @param sources the keys of those that may be read on
     */
    CommitPace(Duration target, List<String> sources) {
        this.targetMillis = target.toNanos() / 1e6;
        this.sources = List.copyOf(sources);
    }

    /** Learns from a commit. */
    void committed(Map<String, SourceProgress> progress, Duration duration) {
        last.putAll(progress);
        double work = 0;
        double left = 0;
        boolean isCut = false;
        for (SourceProgress source : progress.values()) {
            work += source.taken() * weight(source);
            left += source.left() * weight(source);
            isCut |= source.cut() == SourceProgress.Cut.ALLOWANCE;
        }
        double millis = duration.toNanos() / 1e6;
        // The first reading of a source is not bounded, and takes its own way.
        boolean isFirst = progress.values().stream().anyMatch(source -> source.read() == 0);
        if (work == 0 || isFirst) {
            return;
        }
        count++;
        cost.add(work, millis);
        double most = isCut ? GROWTH_MAX * workMax : workMax;
        if (isCut || millis > targetMillis) {
            double wanted = Math.max(workMax / SHRINKING_MAX, Math.min(most, work(left)));
            workMax = Math.max(BYTES_MIN, wanted);
        }
    }

    /** The work that fits, where so much is left. */
    private double work(double left) {
        double excess = Math.max(1, Math.min(EXCESS_MAX, left / (COMMITS_BEHIND * workOfMultiple(1))));
        return workOfMultiple(excess);
    }

    /** The work that fits a multiple of the target, or takes as long as a multiple of the fixed part if that is more. */
    private double workOfMultiple(double multiple) {
        double millis = Math.max(multiple * targetMillis - cost.fixed(), multiple * cost.fixed());
        return Math.max(BYTES_MIN, millis / cost.slope());
    }

    /** The most that the next commit reads on of each source: an equal share of what those leave that need less. */
    Map<String, Long> allowances() {
        Map<String, Long> allowances = new LinkedHashMap<>();
        int readers = Math.max(1, last.isEmpty() ? sources.size() : last.size());
        double work = count % PROBE == PROBE - 1 ? PROBE_SIZE * workMax : workMax;
        double share = work / readers;
        double rest = work;
        int cut = 0;
        for (SourceProgress source : last.values()) {
            if (source.isCut()) {
                cut++;
            } else {
                rest -= Math.min(share, source.taken() * weight(source));
            }
        }
        for (String source : sources) {
            Optional<SourceProgress> progress = Optional.ofNullable(last.get(source));
            boolean isCut = progress.filter(SourceProgress::isCut).isPresent();
            double bytes = isCut ? Math.max(share, rest / cut) : share;
            long weight = progress.map(CommitPace::weight).orElse(1L);
            allowances.put(source, Math.max(1, (long) bytes / weight));
        }
        return allowances;
    }

    private static long weight(SourceProgress source) {
        return source.unit() == Unit.RECORDS ? RECORD_BYTES : 1;
    }
}
