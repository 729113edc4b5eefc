package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The process of an application of Spark, and the folder of what it is given and of its log. It ends with this process, whatever ends that. */
final class SparkProcess {
    private static final long SECONDS_TO_END = 20;
    private static final int LOGS_KEPT = 10;
    private static final int LOG_LINES_SHOWN = 5;

    private final Path folder;
    private final Path log;

    /**
     * A process that has not begun.
     *
     * @param name of the log, which no other has
     */
    SparkProcess(Path folder, String name) {
        this.folder = folder;
        this.log = folder.resolve(name + ".log");
    }

    /** Where what it logs is. */
    Path log() {
        return log;
    }

    /** Writes what it is to be given, and makes room for its log. */
    Path write(String name, String content) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.writeString(file, content);
            removeOldLogs();
            return file;
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + file);
        }
    }

    /** Removes what it was given. */
    void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw FileErrors.convert(e, "remove " + file);
        }
    }

    private void removeOldLogs() throws IOException {
        List<Path> logs;
        try (var files = Files.list(folder)) {
            logs = files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        while (logs.size() >= LOGS_KEPT) {
            Files.deleteIfExists(logs.remove(0));
        }
    }

    private Process start(List<String> command, String master) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(log.toFile()).redirectInput(ProcessBuilder.Redirect.PIPE);
        if (!master.startsWith(SparkHome.LOCAL)) {
            // Our launcher sets it, and executors elsewhere could not reach the driver.
            builder.environment().remove("SPARK_LOCAL_IP");
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw FileErrors.convert(e, "start " + command.get(0));
        }
    }

    /**
     * Runs it to its end.
     *
     * @param lines takes what it prints, until there is enough: then it is ended
     * @return its exit code; empty if there was enough
     */
    OptionalInt run(List<String> command, String master, Predicate<String> lines) {
        Process process = start(command, master);
        Thread hook = new Thread(() -> end(process), "spark-run-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            for (Optional<String> line = Optional.ofNullable(printed.readLine());
                    line.isPresent();
                    line = Optional.ofNullable(printed.readLine())) {
                if (!lines.test(line.get())) {
                    end(process);
                    return OptionalInt.empty();
                }
            }
            return OptionalInt.of(process.waitFor());
        } catch (IOException e) {
            throw FileErrors.convert(e, "read what the application tells");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(ErrorCode.INTERRUPTED, "Interrupted while the application ran", e);
        } finally {
            removeHook(hook);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is being stopped, and the hook sees to the application.
            hook.setName("spark-run-end, late");
        }
    }

    private static void end(Process process) {
        // By its handle, which leaves open what it tells of its end.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The first errors that it has logged, which may tell why it ended without a word. */
    List<String> firstErrors() {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains("Exception") || line.contains("Error") || line.contains("error"))
                    .limit(LOG_LINES_SHOWN)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
