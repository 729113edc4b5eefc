package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Says so when a signal stops a run. The Java runtime then ends the process with 128 plus the signal's number; what was
 * not committed is as if it had not been tried, so nothing needs to be undone here.
 */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /** Tells of signals until it is closed. */
    static Interruption tellOn(PrintWriter err) {
        Thread hook = new Thread(
                () -> new Problems(err, position -> Optional.empty())
                        .tell(Diagnostic.of(
                                ErrorCode.INTERRUPTED,
                                "The run was stopped by a signal; results are those of the last commit. Run again")),
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is being stopped and the hook tells of it; the work has ended all the same.
            hook.interrupt();
        }
    }
}
