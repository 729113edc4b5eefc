package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command in a process of its own, on this test's class path; what it prints can be waited for. */
final class LeatProcess implements AutoCloseable {
    private static final long SECONDS_MAX = 60;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private LeatProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "lines of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static LeatProcess start(Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("--enable-native-access"))
                .toList());
        command.addAll(List.of(
                "-XX:+UseSerialGC", "-Xss4m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(Arrays.stream(arguments).map(Object::toString).toList());
        try {
            return new LeatProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process is gone; what it said is kept.
            return;
        }
    }

    long pid() {
        return process.pid();
    }

    /** Waits until a line that contains the text was printed. */
    void awaitLine(String text) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        synchronized (lines) {
            while (lines.stream().noneMatch(line -> line.contains(text))) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0 || !process.isAlive() && !reader.isAlive()) {
                    throw new TimeoutException("no line with " + text + " in " + lines);
                }
                lines.wait(Math.min(millis, 100));
            }
        }
    }

    /** Waits for the end, or for some time; whether it ended. */
    boolean await(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for the end; the exit code. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS))
                .as("%s", lines)
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Sends SIGKILL, which no process can catch. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
