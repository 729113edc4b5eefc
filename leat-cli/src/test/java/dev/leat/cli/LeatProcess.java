package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.fault.FaultPoint;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The product as a process of its own, on the class path and with the JVM options of the tests. Standard output goes to a
 * file, so that a process never waits for its reader.
 */
final class LeatProcess implements AutoCloseable {
    /** No command of a test takes this long; one that does is ended and fails the test. */
    private static final int SECONDS_MAX = 120;

    private final Process process;
    private final Path out;
    private final Path err;

    private LeatProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a command. */
    static LeatProcess start(Object... arguments) {
        try {
            Path out = Files.createTempFile("leat-out-", ".txt");
            return start(out.toFile(), out, command(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a run that stays up and looks for changes often. */
    static LeatProcess watch(ScratchProject project) {
        return start("run", project.path(), "--watch", "--interval", "50");
    }

    /** Starts a command that ends as if it were killed where it first reaches a point. */
    static LeatProcess startToBeKilled(FaultPoint point, Object... arguments) {
        try {
            Path out = Files.createTempFile("leat-out-", ".txt");
            List<String> command = command(arguments);
            command.add(command.indexOf(Main.class.getName()), "-D" + FaultPoint.PROPERTY + "=" + point);
            return start(out.toFile(), out, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command whose standard output goes to a file that need not be a regular one. */
    static LeatProcess startInto(File output, Object... arguments) {
        return start(output, output.toPath(), command(arguments));
    }

    private static LeatProcess start(File output, Path out, List<String> command) {
        try {
            Path err = Files.createTempFile("leat-err-", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output)
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            return new LeatProcess(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> command(Object... arguments) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/env")) && ignoresInterrupts()) {
            // A build in the background of a shell ignores SIGINT, and so would its children.
            command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("--enable-native-access"))
                .forEach(command::add);
        if (Runtime.version().feature() >= 23) {
            // As the product's own script does.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xss4m",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    /** Whether this process was started with SIGINT ignored, which children inherit. */
    private static boolean ignoresInterrupts() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        } catch (IOException e) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    /** Waits until standard error has a line that begins so; fails if the process ends before. */
    void awaitLine(String beginning) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (err().lines().noneMatch(line -> line.startsWith(beginning))) {
            assertThat(process.isAlive() || err().contains(beginning))
                    .as("ended before '%s': %s", beginning, err())
                    .isTrue();
            assertThat(System.nanoTime()).as("waiting for '%s'", beginning).isLessThan(deadline);
            waitFor(5);
        }
    }

    /** Waits for the end, up to a time; whether it has ended. */
    boolean waitFor(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
    }

    /** Sends a signal to this process only. */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling a process", e);
        }
    }

    /** Asks for the end, as Ctrl-C does, which is to come without an error. */
    void interrupt() {
        signal("INT");
        assertThat(end().exitCode()).isZero();
    }

    /** Ends the process, if it still runs, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        end();
    }

    /** Waits for the end. */
    Leat.Ended end() {
        boolean ended = waitFor(TimeUnit.SECONDS.toMillis(SECONDS_MAX));
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("ended in %s s: %s", SECONDS_MAX, err()).isTrue();
        return new Leat.Ended(process.exitValue(), Files.isRegularFile(out) ? read(out) : "", err());
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        waitFor(TimeUnit.SECONDS.toMillis(SECONDS_MAX));
        try {
            Files.deleteIfExists(err);
            if (Files.isRegularFile(out)) {
                Files.deleteIfExists(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
