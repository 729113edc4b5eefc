package dev.leat.spark.application;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.run.RunEventReader;
import dev.leat.run.RunEventWriter;
import dev.leat.spark.store.RunFolder;
import dev.leat.spark.store.Warehouse;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Submits a run whose driver is to be somewhere in the cluster, and tells of it on standard output as if it was here: what the driver writes
 * into the {@link RunFolder}. When its standard input ends, or it is told to end, it has the run end.
 */
public final class RemoteRun {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration TO_END = Duration.ofSeconds(15);

    /** Greater exit codes are those of processes that a signal has ended. */
    private static final int SIGNAL = 128;

    private static final String HADOOP_SETTING = "spark.hadoop.";

    private final RunFolder folder;
    private final PrintStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int attempt = 1;
    private long heard;
    private volatile boolean isOver;

    private RemoteRun(RunFolder folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /** Starts: {@code --run NAME --warehouse LOCATION --plan FILE} and the command that submits the run, beginning with {@code --submit}. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int exitCode;
        try {
            exitCode = run(List.of(arguments), out);
        } catch (LeatException e) {
            new RunEventWriter(out).broken(e);
            exitCode = e.code().owner().exitCode();
        }
        out.flush();
        System.exit(exitCode);
    }

    private static int run(List<String> arguments, PrintStream out) {
        int submission = arguments.indexOf("--submit");
        List<String> own = arguments.subList(0, submission);
        List<String> command = arguments.subList(submission + 1, arguments.size());
        Warehouse warehouse = Warehouse.open(require(own, "--warehouse"), configuration(command));
        RunFolder folder = new RunFolder(warehouse, require(own, "--run"));
        folder.putPlan(Path.of(require(own, "--plan")));
        return new RemoteRun(folder, out).follow(command);
    }

    private static String require(List<String> arguments, String name) {
        return LeatApplication.Arguments.value(arguments, name)
                .orElseThrow(() -> LeatApplication.Arguments.missing(name));
    }

    /** That of {@code HADOOP_CONF_DIR}, with what the submission sets; logged in as the submission will be. */
    private static Configuration configuration(List<String> command) {
        Configuration configuration = new Configuration();
        // What is left to be done when this is told to end needs it.
        configuration.setBoolean("fs.automatic.close", false);
        Map<String, String> settings = settings(command);
        settings.forEach((key, value) -> {
            if (key.startsWith(HADOOP_SETTING)) {
                configuration.set(key.substring(HADOOP_SETTING.length()), value);
            }
        });
        UserGroupInformation.setConfiguration(configuration);
        String principal = settings.getOrDefault("spark.kerberos.principal", "");
        String keytab = settings.getOrDefault("spark.kerberos.keytab", "");
        if (!principal.isEmpty() && !keytab.isEmpty()) {
            try {
                UserGroupInformation.loginUserFromKeytab(principal, keytab);
            } catch (IOException e) {
                throw FileErrors.convert(e, "log in as " + principal + " with " + keytab);
            }
        }
        return configuration;
    }

    /** The settings that a submission makes. */
    private static Map<String, String> settings(List<String> command) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i + 1 < command.size(); i++) {
            String[] setting = command.get(i + 1).split("=", 2);
            if (command.get(i).equals("--conf") && setting.length == 2) {
                settings.put(setting[0], setting[1]);
            }
        }
        return settings;
    }

    private int follow(List<String> command) {
        Process submission = submit(command);
        Thread hook = new Thread(() -> end(submission), "leat-end");
        Runtime.getRuntime().addShutdownHook(hook);
        watchInput();
        try {
            while (!submission.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                tellIfPossible();
            }
            tell();
            if (!isOver && submission.exitValue() > SIGNAL) {
                // It was told to end, which the driver does not know, and this process will be, too.
                hook.join(TO_END.toMillis());
                end(submission);
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            folder.remove();
            return submission.exitValue();
        } catch (IllegalStateException e) {
            // This process is being ended, and the hook sees to the run.
            return ErrorCode.INTERRUPTED.owner().exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(ErrorCode.INTERRUPTED, "Interrupted while the run was under way", e);
        }
    }

    /** Submits it; what that prints is for the log. */
    private static Process submit(List<String> command) {
        try {
            Process submission = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Thread printer = new Thread(
                    () -> {
                        try (InputStream printed = submission.getInputStream()) {
                            printed.transferTo(System.err);
                        } catch (IOException e) {
                            // It has ended.
                        }
                    },
                    "leat-submission");
            printer.setDaemon(true);
            printer.start();
            return submission;
        } catch (IOException e) {
            throw FileErrors.convert(e, "start " + command.get(0));
        }
    }

    private static void watchInput() {
        Thread watcher = new Thread(
                () -> {
                    LeatApplication.awaitEnd(System.in);
                    System.exit(ErrorCode.INTERRUPTED.owner().exitCode());
                },
                "leat-input");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Has the run end, and tells of that, for as long as it may take; the submission may have been told to end, too. */
    private void end(Process submission) {
        tell();
        if (!isOver) {
            folder.stop();
            awaitOver(submission);
        }
        submission.destroy();
        if (isOver) {
            folder.remove();
        }
    }

    private void awaitOver(Process submission) {
        long deadline = System.nanoTime() + TO_END.toNanos();
        try {
            while (!isOver && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE.toMillis());
                tell();
                isOver |= !submission.isAlive() && submission.exitValue() <= SIGNAL;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The file system may not answer for a while, which is no reason to end the run. */
    private void tellIfPossible() {
        try {
            tell();
        } catch (LeatException e) {
            System.err.println(e.getMessage());
        }
    }

    /** Tells what the driver has told since, whole lines only: one that is killed may leave a part of one. */
    private synchronized void tell() {
        boolean isLast;
        do {
            isLast = !folder.hears(attempt + 1);
            byte[] told = folder.hear(attempt, heard);
            heard += told.length;
            for (byte next : told) {
                line.write(next);
                if (next == '\n') {
                    out.writeBytes(line.toByteArray());
                    isOver |= RunEventReader.isOver(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                }
            }
            out.flush();
            if (!isLast) {
                attempt++;
                heard = 0;
                line.reset();
            }
        } while (!isLast);
    }
}
