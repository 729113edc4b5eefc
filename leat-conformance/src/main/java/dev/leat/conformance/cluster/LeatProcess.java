package dev.leat.conformance.cluster;

import dev.leat.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A command of Leat in a process of its own, which starts the driver of an application as its child. */
public final class LeatProcess {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String DRIVER = "org.apache.spark.deploy.SparkSubmit";

    private final Process process;
    private final Path output;

    private LeatProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a command.
     *
     * @param jars those of the application
     * @param output a file for all that it prints
     */
    public static LeatProcess start(String jars, Map<String, String> environment, Path output, List<String> arguments) {
        return start(Main.class, List.of("-Dleat.spark.jars=" + jars), environment, output, arguments);
    }

    /** Starts another program on the same classes. */
    static LeatProcess start(
            Class<?> program,
            List<String> options,
            Map<String, String> environment,
            Path output,
            List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return new LeatProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The process of the driver, once there is one. */
    Optional<ProcessHandle> driver() {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(DRIVER))
                .findFirst();
    }

    /** Kills the command itself. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits for its end; its exit code. */
    public int await(Duration max) {
        try {
            if (!process.waitFor(max.toSeconds(), TimeUnit.SECONDS)) {
                driver().ifPresent(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException("a command did not end: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until something is true, whether or not the command still runs; {@code what} says it in words. */
    void await(String what, BooleanSupplier condition, Duration max) {
        long end = System.nanoTime() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("it took too long until " + what + ": " + output());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Waits until a driver whose command was killed has noticed that. */
    static void awaitEnd(ProcessHandle driver, Duration max) {
        try {
            driver.onExit().get(max.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("a driver that nobody waits for goes on: " + driver.pid(), e);
        }
    }
}
