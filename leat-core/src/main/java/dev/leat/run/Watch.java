package dev.leat.run;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Engine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the datasets of a pipeline up to date: looks at the sources, and runs when they hold something new. What cannot be read
 * or delivered for a reason outside is tried again after pauses that grow. A sink that is far behind holds the sources up, so
 * that what waits for it stays bounded.
 */
public final class Watch {
    private static final CommitTerms TERMS = new CommitTerms(Basis.EARLIER_RESULTS, LastRecord.AWAITED);

    /** Commits that may wait for a sink before no more are made. */
    private static final long PENDING_COMMITS_MAX = 64;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Engine engine;
    private final PipelineRunner runner;
    private final Listener listener;
    private final Duration interval;
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private String seen = "";
    private Duration pause;

    /**
     * A watch on an engine.
     *
     * @param interval between two looks at the sources
     */
    public Watch(Engine engine, PipelineRunner runner, Duration interval, Listener listener) {
        this.engine = engine;
        this.runner = runner;
        this.interval = interval;
        this.pause = interval;
        this.listener = listener;
    }

    /** Hears what a watch does; called by the thread that runs it. */
    public interface Listener {
        /** A commit was published. */
        void committed(RunReport report, Duration duration);

        /** Something outside failed and will be tried again. */
        void retrying(LeatException problem, Duration after);

        /** Sinks did not take what they were given; it will be tried again. */
        void undelivered(Map<RelationName, LeatException> problems);
    }

    /**
     * Runs until it is stopped.
     *
     * @throws LeatException when going on makes no sense: the disk is full, the state damaged, or the project wrong
     */
    public void run(Pipeline pipeline, Selection selection) {
        try {
            while (!isStopped.get()) {
                try {
                    step(pipeline, selection);
                    pause = interval;
                } catch (LeatException e) {
                    if (!canBeTriedAgain(e.code())) {
                        throw e;
                    }
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                    listener.retrying(e, pause);
                }
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private void step(Pipeline pipeline, Selection selection) {
        if (engine.undelivered() > PENDING_COMMITS_MAX) {
            tell(engine.deliver(pipeline));
            return;
        }
        String now = engine.inputs(pipeline, TERMS);
        if (now.equals(seen)) {
            tell(engine.deliver(pipeline));
            return;
        }
        long start = System.nanoTime();
        RunReport report = runner.runIfChanged(pipeline, selection, TERMS);
        seen = now;
        report.outcomes().stream()
                .flatMap(outcome -> outcome.problems().stream())
                .filter(problem -> canBeTriedAgain(problem.code()))
                .findFirst()
                .ifPresent(problem -> seen = "");
        if (!report.isUnchanged()) {
            listener.committed(report, Duration.ofNanos(System.nanoTime() - start));
        }
        tell(report.undelivered());
    }

    private void tell(Map<RelationName, LeatException> problems) {
        if (!problems.isEmpty()) {
            listener.undelivered(problems);
        }
    }

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
