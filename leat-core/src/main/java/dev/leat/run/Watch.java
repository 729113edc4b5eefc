package dev.leat.run;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Engine;
import dev.leat.spi.ReadBounds;
import dev.leat.spi.SourceProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the datasets of a pipeline up to date: looks at the sources, and runs when they hold something new. What cannot be read
 * or delivered for a reason outside is tried again after pauses that grow, and does not keep the rest from going on. A sink that is far behind holds the sources up, so
 * that what waits for it stays bounded.
 */
public final class Watch {
    private static final CommitTerms LOOK = new CommitTerms(Basis.EARLIER_RESULTS, LastRecord.AWAITED);

    /** Commits that may wait for a sink before no more are made. */
    private static final long PENDING_COMMITS_MAX = 64;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Engine engine;
    private final PipelineRunner runner;
    private final Listener listener;
    private final Times times;
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** What the last run found; empty before the first, which is needed whatever there is. */
    private Optional<String> seen = Optional.empty();

    private Map<String, SourceProgress> left = Map.of();
    private Optional<Retry> retry = Optional.empty();
    private Duration pause;

    /**
     * A watch on an engine.
     *
     * @param times of its looks and commits
     */
    public Watch(Engine engine, PipelineRunner runner, Times times, Listener listener) {
        this.engine = engine;
        this.runner = runner;
        this.times = times;
        this.pause = times.interval();
        this.listener = listener;
    }

    /**
     * When a watch looks, and how long its commits take.
     *
     * @param interval from the beginning of a look at the sources, and of the commit after it, to that of the next
     * @param commit about how long a commit is to take that reads streams on
     */
    public record Times(Duration interval, Duration commit) {}

    /** When a dataset that failed for a reason outside is tried again, by the clock of {@link System#nanoTime}. */
    private record Retry(Duration pause, long nanos) {}

    /** Hears what a watch does; called by the thread that runs it. */
    public interface Listener {
        /** A commit was published. */
        void committed(RunReport report, Duration duration);

        /** A look found nothing new. */
        void idle();

        /** Something outside failed and will be tried again. */
        void retrying(List<Diagnostic> problems, Duration after);

        /** Sinks did not take what they were given; it will be tried again. */
        void undelivered(Map<RelationName, LeatException> problems);
    }

    /**
     * Runs until it is stopped.
     *
     * @throws LeatException when going on makes no sense: the disk is full, the state damaged, or the project wrong
     */
    public void run(Pipeline pipeline, Selection selection) {
        List<String> sources =
                pipeline.sources().stream().map(source -> source.name().key()).toList();
        CommitPace pace = new CommitPace(times.commit(), sources);
        try {
            while (!isStopped.get()) {
                long start = System.nanoTime();
                try {
                    pause = step(pipeline, selection, pace) && isPaced() ? Duration.ZERO : times.interval();
                } catch (LeatException e) {
                    if (!canBeTriedAgain(e.code())) {
                        throw e;
                    }
                    pause = longer(pause);
                    start = System.nanoTime();
                    listener.retrying(e.diagnostics(), pause);
                }
                if (stopped.await(start + pause.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Whether sources are behind only because commits are to be short. */
    private boolean isPaced() {
        return left.values().stream().anyMatch(source -> source.cut() == SourceProgress.Cut.ALLOWANCE);
    }

    /** Whether there was something to do, and no sink that is too far behind. */
    private boolean step(Pipeline pipeline, Selection selection, CommitPace pace) {
        if (engine.undelivered(pipeline) > PENDING_COMMITS_MAX) {
            tell(engine.deliver(pipeline));
            return false;
        }
        long start = System.nanoTime();
        Optional<String> now = left.isEmpty() ? Optional.of(engine.inputs(pipeline, LOOK)) : seen;
        boolean isDue = retry.isPresent() && System.nanoTime() - retry.get().nanos() >= 0;
        if (now.equals(seen) && !isDue && left.isEmpty()) {
            tell(engine.deliver(pipeline));
            listener.idle();
            return false;
        }
        RunReport report = runner.runIfChanged(pipeline, selection, terms(pace));
        pace.committed(report.progress(), Duration.ofNanos(System.nanoTime() - start));
        seen = now;
        boolean isStuck = !left.isEmpty() && !AvailableNow.hasAdvanced(left, report.progress());
        left = isStuck ? Map.of() : report.left();
        planRetry(report);
        if (report.hasChanged()) {
            listener.committed(report, Duration.ofNanos(System.nanoTime() - start));
        }
        tell(report.undelivered());
        return true;
    }

    private static CommitTerms terms(CommitPace pace) {
        return new CommitTerms(Basis.EARLIER_RESULTS, LastRecord.AWAITED, ReadBounds.allowing(pace.allowances()));
    }

    /** What failed for a reason outside is tried again though the sources are as they were, after a pause that grows. */
    private void planRetry(RunReport report) {
        List<Diagnostic> problems = report.outcomes().stream()
                .flatMap(outcome -> outcome.problems().stream())
                .filter(problem -> problem.code() == ErrorCode.DISK_FULL || canBeTriedAgain(problem.code()))
                .toList();
        if (problems.isEmpty()) {
            retry = Optional.empty();
            return;
        }
        Duration after = retry.map(planned -> longer(planned.pause())).orElse(FIRST_PAUSE);
        retry = Optional.of(new Retry(after, System.nanoTime() + after.toNanos()));
        listener.retrying(problems, after);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void tell(Map<RelationName, LeatException> problems) {
        if (!problems.isEmpty()) {
            listener.undelivered(problems);
        }
    }

    /** What makes a look fail; a full disk is that of the state, if it is not that of a sink, whose outcome says so. */
    private static boolean canBeTriedAgain(ErrorCode code) {
        return switch (code) {
            case IO, SOURCE_NOT_FOUND -> true;
            case SYNTAX,
                    ANALYSIS,
                    NOT_SUPPORTED,
                    PROJECT,
                    USAGE,
                    OPTION,
                    BAD_DATA,
                    EXPECTATION,
                    DATA_LOSS,
                    RUNTIME,
                    STATE_VERSION,
                    STATE_DAMAGED,
                    STATE_LOCKED,
                    STATE_MOVED,
                    DISK_FULL,
                    LIMIT,
                    INTERRUPTED,
                    INTERNAL -> false;
        };
    }

    /** Has it end after the commit it is at; returns when it has. */
    public void stop() {
        isStopped.set(true);
        stopped.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
