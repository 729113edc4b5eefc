package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.json.PipelineJson;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.run.RunEventReader;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.spi.Outcome;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs a compiled project as an application of Spark, in a process of its own, and shows what that tells of the run. What Spark logs goes to
 * a file beside the state.
 */
final class SparkRun implements RunEventReader.Hearer {
    private static final int COMPILED_MAX = 5000;
    private static final String MAIN = "dev.leat.spark.application.LeatApplication";
    private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
    private static final long SECONDS_TO_END = 20;
    private static final int LOGS_KEPT = 10;
    private static final int LOG_LINES_SHOWN = 5;

    /** What Spark's own launcher opens to it. */
    private static final String OPENS_PROPERTY = "leat.jvm.opens";

    private final SparkOptions options;
    private final Path folder;
    private final RunListener listener;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Problems problems;
    private final String log;
    private final Map<RelationName, String> told = new HashMap<>();
    private Optional<Integer> exitCode = Optional.empty();
    private Optional<MoveProgress> moves = Optional.empty();

    /**
     * A run.
     *
     * @param state the folder of the project's state; the plan and logs go there
     * @param name of the log, which no other has
     */
    SparkRun(
            SparkOptions options,
            Path state,
            String name,
            RunListener listener,
            PrintWriter out,
            PrintWriter err,
            Problems problems) {
        this.options = options;
        this.folder = state.resolve("spark");
        this.log = name + ".log";
        this.listener = listener;
        this.out = out;
        this.err = err;
        this.problems = problems;
    }

    /** Tells of tables that move, too. */
    SparkRun telling(MoveProgress progress) {
        moves = Optional.of(progress);
        return this;
    }

    /**
     * Runs.
     *
     * @param arguments of the application, beside the plan and the warehouse
     * @return the exit code
     */
    int run(Pipeline pipeline, Path state, SparkHome spark, List<String> arguments) {
        options.requireClientMode();
        Path plan = folder.resolve("plan.json");
        try {
            Files.createDirectories(folder);
            Files.writeString(plan, PipelineJson.write(pipeline));
            removeOldLogs();
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + plan);
        }
        List<String> application = new ArrayList<>(List.of(
                "--plan", plan.toString(), "--warehouse", options.warehouse(pipeline.settings(), state), "--attached"));
        application.addAll(arguments);
        return await(start(spark.applicationJars(), spark, options.master(pipeline.settings()), application));
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

    private Process start(List<Path> jars, SparkHome spark, String master, List<String> application) {
        List<String> command = new ArrayList<>();
        Optional<Path> script = spark.home()
                .map(home -> home.resolve("bin").resolve("spark-submit"))
                .filter(Files::isExecutable);
        if (script.isPresent()) {
            command.add(script.get().toString());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(System.getProperty(OPENS_PROPERTY, opens()).split(" ", -1)));
            command.add("-Xmx" + options.configuration().getOrDefault("spark.driver.memory", "1g"));
            command.addAll(List.of("-cp", path(spark.jars()), SUBMIT));
        }
        command.addAll(List.of("--master", master, "--deploy-mode", "client", "--class", MAIN));
        command.addAll(List.of(
                "--conf", "spark.sql.extensions=org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"));
        command.addAll(List.of("--conf", "spark.ui.showConsoleProgress=false"));
        // Each view has a dozen steps of its own, whose code is the same for the next change.
        command.addAll(List.of("--conf", "spark.sql.codegen.cache.maxEntries=" + COMPILED_MAX));
        options.configuration().forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        if (jars.size() > 1) {
            String others = jars.stream().skip(1).map(Path::toString).collect(Collectors.joining(","));
            command.addAll(List.of("--jars", others));
        }
        command.add(jars.get(0).toString());
        command.addAll(application);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve(log).toFile())
                .redirectInput(ProcessBuilder.Redirect.PIPE);
        if (!master.startsWith("local")) {
            // Our launcher sets it, and executors elsewhere could not reach the driver.
            builder.environment().remove("SPARK_LOCAL_IP");
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw FileErrors.convert(e, "start " + command.get(0));
        }
    }

    private static String path(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String opens() {
        return List.of(
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.reflect",
                        "java.io",
                        "java.net",
                        "java.nio",
                        "java.util",
                        "java.util.concurrent",
                        "java.util.concurrent.atomic",
                        "jdk.internal.ref",
                        "sun.nio.ch",
                        "sun.nio.cs",
                        "sun.security.action",
                        "sun.util.calendar")
                .stream()
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                .collect(Collectors.joining(" "));
    }

    /** Shows what the application tells until it ends. It ends with this process, whatever ends that: its input does. */
    private int await(Process process) {
        Thread hook = new Thread(() -> end(process), "spark-run-end");
        Runtime.getRuntime().addShutdownHook(hook);
        RunEventReader events = new RunEventReader(this);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (Optional<String> line = Optional.ofNullable(lines.readLine());
                    line.isPresent();
                    line = Optional.ofNullable(lines.readLine())) {
                if (!events.read(line.get())) {
                    err.println(line.get());
                }
            }
            int code = process.waitFor();
            return exitCode.orElseGet(() -> tellUnexplained(code));
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
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The application has ended without a word: what Spark logged last may tell why. */
    private int tellUnexplained(int code) {
        List<String> last;
        try {
            List<String> all = Files.readAllLines(folder.resolve(log));
            last = all.stream()
                    .filter(line -> line.contains("Exception") || line.contains("Error") || line.contains("error"))
                    .limit(LOG_LINES_SHOWN)
                    .toList();
        } catch (IOException e) {
            last = List.of();
        }
        problems.tell(Diagnostic.of(
                ErrorCode.IO,
                "Spark's application ended with " + code + " before it could tell why. Its log is "
                        + folder.resolve(log) + (last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last))));
        return ErrorCode.IO.owner().exitCode();
    }

    @Override
    public void started(RelationName name, int index, int count) {
        listener.started(name, index, count);
    }

    @Override
    public void ended(Outcome outcome) {
        listener.ended(outcome);
    }

    @Override
    public void committed(RunReport report, Duration duration) {
        err.println("commit " + report.commit() + ": "
                + report.outcomes().stream()
                        .filter(outcome -> outcome.result().isPresent())
                        .map(outcome -> outcome.name().simpleName() + " "
                                + RunTable.word(outcome.result().get().extent()))
                        .collect(Collectors.joining(", "))
                + " in " + duration.toMillis() + " ms");
        report.outcomes().forEach(outcome -> outcome.problems().forEach(problems::tell));
    }

    @Override
    public void finished(RunReport report) {
        RunTable.print(report, out);
        report.undelivered().values().forEach(problem -> problems.tellAll(problem.diagnostics()));
        exitCode = Optional.of(
                report.failure().map(code -> code.owner().exitCode()).orElse(0));
    }

    @Override
    public void retrying(List<Diagnostic> found, Duration after) {
        found.forEach(problems::tell);
        err.println("trying again in " + after.toMillis() + " ms");
    }

    @Override
    public void undelivered(Map<RelationName, LeatException> found) {
        found.forEach((sink, problem) -> {
            String text = WatchConsole.undelivered(sink, problem);
            if (!text.equals(told.put(sink, text))) {
                err.println("warning: " + text);
            }
        });
    }

    @Override
    public void printed(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void broken(List<Diagnostic> found) {
        exitCode = Optional.of(problems.tellAll(found));
        err.println("Spark's log is " + folder.resolve(log));
    }

    @Override
    public void moved(String step, String table, long rows, long bytes) {
        moves.ifPresent(progress -> progress.moved(step, table, rows, bytes));
    }

    @Override
    public void leftBehind(String table) {
        moves.ifPresent(progress -> progress.leftBehind(table));
    }

    @Override
    public void done() {
        exitCode = Optional.of(0);
    }

    @Override
    public void defect(String trace) {
        err.println(trace);
        err.println("This is a defect of " + Version.text() + ". Please report it with the lines above.");
    }
}
