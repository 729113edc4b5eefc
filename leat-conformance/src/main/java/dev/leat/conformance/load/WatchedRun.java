package dev.leat.conformance.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code leat run --watch} as a process of its own. */
public final class WatchedRun {
    private static final long END_SECONDS = 60;

    private final Process process;

    private WatchedRun(Process process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param command all words of it
     * @param errors the file to which it tells of its commits
     */
    public static WatchedRun start(List<String> command, Path errors) throws IOException {
        return new WatchedRun(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start());
    }

    /** The number of the process, which is Java's. */
    public long number() {
        return process.pid();
    }

    /** Whether it is up. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Has it end after the commit it is at, as SIGTERM does; its exit code. */
    public int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }
}
