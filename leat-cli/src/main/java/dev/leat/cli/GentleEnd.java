package dev.leat.cli;

import dev.leat.run.Watch;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a run that stays up end after the commit it is at when a signal asks for its end. The process then ends with 0, as
 * nothing was cut short, unless that commit failed.
 */
final class GentleEnd implements AutoCloseable {
    private final Thread hook = new Thread(this::end, "gentle-end");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Watch> watch = Optional.empty();
    private volatile int exitCode;

    private GentleEnd() {}

    /** Waits for a signal until it is closed. */
    static GentleEnd onSignal() {
        GentleEnd end = new GentleEnd();
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    /** What a signal stops. */
    void stops(Watch run) {
        watch = Optional.of(run);
    }

    /** How the process ends. */
    void with(int code) {
        exitCode = code;
    }

    private void end() {
        Optional<Watch> begun = watch;
        if (begun.isEmpty()) {
            return;
        }
        begun.get().stop();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Runtime.getRuntime().halt(exitCode);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal is ending the process, and the hook waits for this.
            hook.setName("gentle-end, done");
        }
    }
}
