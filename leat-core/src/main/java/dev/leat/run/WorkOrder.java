package dev.leat.run;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.fault.FaultPoint;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Performs the works of a commit, each after those it reads, one after the other or some of the datasets side by side; sinks come one by one
 * after them. What reads a work that has failed is skipped.
 */
final class WorkOrder {
    private final List<Work> works;
    private final RunListener listener;
    private final Map<Integer, Outcome> outcomes = new TreeMap<>();
    private final Set<String> waiting = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private int started;

    /** Whether what is still worked at is stopped: then it has not failed. */
    private volatile boolean isEnding;

    /**
     * The works of a commit.
     *
     * @param works each after those it reads
     * @param listener hears of one at a time
     */
    WorkOrder(List<Work> works, RunListener listener) {
        this.works = List.copyOf(works);
        this.listener = listener;
        works.forEach(work -> waiting.add(work.name().key()));
    }

    /**
     * Performs all works.
     *
     * @param atOnce how many datasets may be worked at side by side
     * @return outcomes in the order of the works
     * @throws LeatException what ends a run, thrown by one of them; the others have ended then
     */
    List<Outcome> perform(int atOnce) {
        if (atOnce > 1) {
            new SideBySide(atOnce).perform();
        }
        for (int i = 0; i < works.size(); i++) {
            if (!outcomes.containsKey(i)) {
                done(i, perform(works.get(i), isSkipped(works.get(i))));
            }
        }
        return List.copyOf(outcomes.values());
    }

    private boolean isSkipped(Work work) {
        return work.reads().stream().anyMatch(failed::contains);
    }

    private void done(int index, Outcome outcome) {
        outcomes.put(index, outcome);
        waiting.remove(outcome.name().key());
        if (outcome.status() != Outcome.Status.REFRESHED) {
            failed.add(outcome.name().key());
        }
    }

    /** The works on datasets by some threads; what the order knows is known to the one that waits for them. */
    private final class SideBySide {
        private final int atOnce;
        private final ExecutorService threads;
        private final CompletionService<Ended> endings;
        private final Set<Integer> begun = new HashSet<>();
        private int running;

        SideBySide(int atOnce) {
            this.atOnce = atOnce;
            // New ones for each commit, so that they have what the thread of the run hands down to its own.
            this.threads = Executors.newFixedThreadPool(atOnce, task -> {
                Thread thread = new Thread(task, "leat-refresh");
                thread.setDaemon(true);
                return thread;
            });
            this.endings = new ExecutorCompletionService<>(threads);
        }

        private record Ended(int index, Outcome outcome) {}

        void perform() {
            boolean isComplete = false;
            try {
                begin();
                while (running > 0) {
                    Ended ended = endings.take().get();
                    running--;
                    done(ended.index(), ended.outcome());
                    begin();
                }
                isComplete = true;
            } catch (InterruptedException e) {
                throw new LeatException(ErrorCode.INTERRUPTED, "Interrupted: refresh the datasets", e);
            } catch (ExecutionException e) {
                throw thrown(e);
            } finally {
                isEnding = !isComplete;
                if (end() && isComplete) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void begin() {
            for (int i = 0; i < works.size() && running < atOnce; i++) {
                Work work = works.get(i);
                boolean isReady = work.place() == Work.Place.STATE
                        && work.reads().stream().noneMatch(waiting::contains);
                if (isReady && begun.add(i)) {
                    int index = i;
                    boolean isSkipped = isSkipped(work);
                    endings.submit(() -> new Ended(index, WorkOrder.this.perform(work, isSkipped)));
                    running++;
                }
            }
        }

        /**
         * Nothing is worked at any more when the commit is given up.
         *
         * @return whether the run was interrupted; who is told of it by an error still has to take back what was written, which an interrupt
         *     would keep from it
         */
        private boolean end() {
            threads.shutdownNow();
            boolean isInterrupted = Thread.interrupted();
            boolean hasEnded = false;
            while (!hasEnded) {
                try {
                    hasEnded = threads.awaitTermination(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            return isInterrupted;
        }

        private static RuntimeException thrown(ExecutionException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            return cause instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
        }
    }

    private Outcome perform(Work work, boolean isSkipped) {
        synchronized (listener) {
            listener.started(work.name(), started++, works.size());
        }
        Outcome outcome = isSkipped
                ? new Outcome(work.name(), Outcome.Status.SKIPPED, Optional.empty(), Duration.ZERO, List.of())
                : refresh(work);
        FaultPoint.RESULT_STAGED.reach();
        synchronized (listener) {
            listener.ended(outcome);
        }
        return outcome;
    }

    private Outcome refresh(Work work) {
        long start = System.nanoTime();
        try {
            RefreshResult result = work.refresh().get();
            return new Outcome(work.name(), Outcome.Status.REFRESHED, Optional.of(result), since(start), List.of());
        } catch (LeatException e) {
            if (isEnding || endsRun(e, work.place())) {
                throw e;
            }
            synchronized (listener) {
                listener.failed(work.name(), e);
            }
            return new Outcome(
                    work.name(), Outcome.Status.FAILED, Optional.empty(), since(start), placed(e, work.position()));
        }
    }

    /** Some errors of Spark's say nothing of their place; then it is the definition that failed. */
    private static List<Diagnostic> placed(LeatException e, SourcePosition definition) {
        return e.diagnostics().stream()
                .map(found -> found.position().isPresent() ? found : found.at(definition))
                .toList();
    }

    /** After these the state cannot be written either, or the user wants to stop. */
    private static boolean endsRun(LeatException e, Work.Place place) {
        return switch (e.code()) {
            case STATE_DAMAGED, INTERRUPTED -> true;
            case DISK_FULL -> place == Work.Place.STATE;
            case SYNTAX,
                    ANALYSIS,
                    NOT_SUPPORTED,
                    PROJECT,
                    USAGE,
                    OPTION,
                    SOURCE_NOT_FOUND,
                    BAD_DATA,
                    DATA_LOSS,
                    RUNTIME,
                    EXPECTATION,
                    STATE_VERSION,
                    STATE_LOCKED,
                    STATE_MOVED,
                    IO,
                    LIMIT,
                    INTERNAL -> false;
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
