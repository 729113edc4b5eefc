package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A process of a cluster. It can be stopped, killed and started again with the same arguments; what it prints goes to a log, and it counts as
 * started when it has printed what it says then. All that run, and what they started, end with this JVM at the latest.
 */
public final class ClusterProcess implements AutoCloseable {
    private static final long SECONDS_MAX = 120;
    private static final long POLL_MILLIS = 50;
    private static final Set<ClusterProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ClusterProcess::close)));
    }

    private final String name;
    private final Supplier<ProcessBuilder> command;
    private final Path log;
    private final String readyText;
    private final Set<ProcessHandle> orphans = new LinkedHashSet<>();
    private Optional<Process> process = Optional.empty();
    private long logStart;

    /**
     * Does not start it.
     *
     * @param log is appended to; its name without what follows the last dot is the name of the process
     * @param readyText what it prints when it has started; nothing if empty
     */
    ClusterProcess(Supplier<ProcessBuilder> command, Path log, String readyText) {
        this.name = log.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        this.command = command;
        this.log = log;
        this.readyText = readyText;
    }

    /** What its log is called, such as {@code worker-1}. */
    public String name() {
        return name;
    }

    /** Of the process that runs, or that ran last. */
    public long pid() {
        return running().pid();
    }

    /** Whether it has been started and has not ended. */
    public boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Starts it, again if it was stopped or killed, and waits until it is of use. */
    public void start() {
        launch();
        awaitLog(readyText);
    }

    static void startAll(List<ClusterProcess> processes) {
        processes.forEach(ClusterProcess::launch);
        processes.forEach(started -> started.awaitLog(started.readyText));
    }

    void launch() {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            logStart = Files.exists(log) ? Files.size(log) : 0;
            Process started = command.get()
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = Optional.of(started);
            RUNNING.add(this);
            started.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the log, from the last start on, has a text. */
    public void awaitLog(String text) {
        await("it said " + text, () -> log().contains(text));
    }

    /** Waits until something is true that is to become so while this runs; {@code what} says it in words. */
    public void await(String what, BooleanSupplier condition) {
        Process started = running();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            boolean ended = awaitEnd(started, POLL_MILLIS);
            if ((ended && !condition.getAsBoolean()) || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s %s before %s: %s".formatted(name, ended ? "ended" : "took too long", what, log()));
            }
        }
    }

    /** Waits until it ends by itself, and returns its exit code. */
    public int awaitExit() {
        Process started = running();
        if (!awaitEnd(started, TimeUnit.SECONDS.toMillis(SECONDS_MAX))) {
            throw new IllegalStateException(name + " does not end: " + log());
        }
        return started.exitValue();
    }

    private Process running() {
        return process.orElseThrow(() -> new IllegalStateException(name + " was not started"));
    }

    private static boolean awaitEnd(Process running, long millis) {
        try {
            return running.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
    }

    /** What it printed since it was last started. */
    public String log() {
        try {
            byte[] bytes = Files.readAllBytes(log);
            int start = (int) Math.min(logStart, bytes.length);
            return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it started, at any depth, and what runs still. */
    public List<ProcessHandle> descendants() {
        return process.map(running -> running.descendants().toList()).orElse(List.of());
    }

    /** Ends it in good order, as {@code kill} does. */
    public void stop() {
        process.ifPresent(running -> {
            orphans.addAll(descendants());
            running.destroy();
            if (!awaitEnd(running, TimeUnit.SECONDS.toMillis(SECONDS_MAX))) {
                throw new IllegalStateException(name + " does not stop: " + log());
            }
        });
    }

    /** Ends it as {@code kill -9} does. What it started is left alone. */
    public void kill() {
        process.ifPresent(running -> {
            orphans.addAll(descendants());
            running.destroyForcibly();
            awaitEnd(running, TimeUnit.SECONDS.toMillis(SECONDS_MAX));
        });
    }

    /** Kills it and all that it ever started. */
    @Override
    public void close() {
        kill();
        List<ProcessHandle> left = new ArrayList<>(orphans);
        orphans.stream().flatMap(ProcessHandle::descendants).forEach(left::add);
        left.forEach(ProcessHandle::destroyForcibly);
        RUNNING.remove(this);
    }
}
