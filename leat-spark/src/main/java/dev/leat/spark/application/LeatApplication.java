package dev.leat.spark.application;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.json.PipelineJson;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.run.AvailableNow;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunEventWriter;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.run.SteadyClock;
import dev.leat.run.Watch;
import dev.leat.spark.SparkEngine;
import dev.leat.spark.SparkFailures;
import dev.leat.spark.store.RunFolder;
import dev.leat.spark.store.Warehouse;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * The application that spark-submit starts: runs a compiled pipeline on the cluster. It tells of the run on standard output, by the lines of
 * {@link RunEventWriter}. What starts it holds its standard input open; at its end the run ends, too.
 */
public final class LeatApplication {
    /** How long the file of another writer has to stay as it is for that writer to be taken for dead. */
    private static final Duration REST = Duration.ofSeconds(15);

    /** From one look for the wish that a run ends to the next. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private LeatApplication() {}

    /** Starts; the arguments are those of {@link Arguments#parse}. */
    public static void main(String[] arguments) {
        Arguments asked = Arguments.parse(List.of(arguments));
        if (asked.run().isPresent()) {
            runRemote(asked, asked.run().get());
            return;
        }
        Path plan = asked.plan().orElseThrow(() -> Arguments.missing("--plan"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int exitCode = run(asked, new RunEventWriter(out), () -> content(plan), (session, caller) -> {
            if (asked.isAttached()) {
                endWhen("leat-input", () -> awaitEnd(System.in), session, caller);
            }
        });
        out.flush();
        System.exit(exitCode);
    }

    /**
     * Runs as a driver that a cluster has started, which takes one that exits by itself for one that has failed: the return of this method is the
     * end of a run that went well.
     */
    private static void runRemote(Arguments asked, String run) {
        SparkSession remote = SparkSession.builder().getOrCreate();
        RunFolder folder = new RunFolder(
                Warehouse.open(asked.warehouse(), remote.sparkContext().hadoopConfiguration()), run);
        int exitCode;
        try (PrintStream out = new PrintStream(folder.tell(), false, StandardCharsets.UTF_8)) {
            RunEventWriter events = new RunEventWriter(out);
            events.submitted(remote.sparkContext().applicationId());
            exitCode = run(
                    asked,
                    events,
                    folder::plan,
                    (session, caller) -> endWhen("leat-stop", () -> awaitStop(folder), session, caller));
            events.over(exitCode);
        }
        if (exitCode != 0) {
            throw new IllegalStateException("the run has failed, as its command tells, with exit code " + exitCode);
        }
    }

    private static int run(
            Arguments arguments,
            RunEventWriter events,
            Supplier<String> plan,
            BiConsumer<SparkSession, Thread> watcher) {
        SparkFailures failures = new SparkFailures();
        try {
            return failures.within("run on Spark", () -> {
                Pipeline pipeline = PipelineJson.read(plan.get());
                SparkSession session = SparkSession.builder()
                        .appName("leat " + pipeline.name())
                        .getOrCreate();
                watcher.accept(session, Thread.currentThread());
                SparkEngine.Options options = new SparkEngine.Options(
                                arguments.warehouse(), UUID.randomUUID().toString(), Clock.systemUTC(), REST)
                        .withWaits(new SteadyClock(Clock.systemUTC()));
                try {
                    return arguments.step().isPresent()
                            ? arguments.step().get().run(session, options, pipeline, events)
                            : run(session, options, pipeline, arguments, events);
                } finally {
                    session.stop();
                }
            });
        } catch (LeatException e) {
            events.broken(e);
            return e.code().owner().exitCode();
        }
    }

    private static int run(
            SparkSession session,
            SparkEngine.Options options,
            Pipeline pipeline,
            Arguments arguments,
            RunEventWriter events) {
        try (SparkEngine engine =
                SparkEngine.open(session, options, new ApplicationSinks(arguments.project(), events))) {
            if (arguments.basis() == Basis.NOTHING && arguments.refresh().isEmpty()) {
                engine.separate();
            }
            return arguments.interval().isPresent()
                    ? watch(engine, pipeline, arguments, events)
                    : once(engine, pipeline, arguments, events);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot read the compiled plan " + file + ": " + e.getMessage(), e);
        }
    }

    /** Ends the jobs of a run when nobody waits for it any more, which another thread finds out. */
    private static void endWhen(String name, Runnable waiting, SparkSession session, Thread caller) {
        Thread watcher = new Thread(
                () -> {
                    waiting.run();
                    session.sparkContext().cancelAllJobs();
                    caller.interrupt();
                },
                name);
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Reads to the end of a stream, whatever is in it. */
    static void awaitEnd(InputStream stream) {
        try (stream) {
            while (stream.read() >= 0) {
                // Only its end means something.
            }
        } catch (IOException e) {
            // As good as its end.
        }
    }

    private static void awaitStop(RunFolder folder) {
        boolean isToStop = false;
        while (!isToStop) {
            try {
                Thread.sleep(LOOK.toMillis());
                isToStop = folder.isToStop();
            } catch (LeatException e) {
                // The file system cannot be asked for a while; the run itself will find out if that lasts.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static int once(SparkEngine engine, Pipeline pipeline, Arguments arguments, RunEventWriter events) {
        RunReport done = new AvailableNow(new PipelineRunner(engine, events))
                .run(pipeline, arguments.selection(pipeline), CommitTerms.on(arguments.basis()));
        events.finished(done);
        return done.failure().map(code -> code.owner().exitCode()).orElse(0);
    }

    private static int watch(SparkEngine engine, Pipeline pipeline, Arguments arguments, RunEventWriter events) {
        Duration interval = arguments.interval().orElseThrow();
        PipelineRunner runner = new PipelineRunner(engine, RunListener.SILENT);
        Watch watch = new Watch(engine, runner, new Watch.Times(interval, interval), new Watch.Listener() {
            @Override
            public void committed(RunReport report, Duration duration) {
                events.committed(report, duration);
            }

            @Override
            public void idle() {
                // Nothing is told of nothing.
            }

            @Override
            public void retrying(List<Diagnostic> problems, Duration after) {
                events.retrying(problems, after);
            }

            @Override
            public void undelivered(Map<RelationName, LeatException> problems) {
                events.undelivered(problems);
            }
        });
        try {
            watch.run(pipeline, arguments.selection(pipeline));
        } catch (LeatException e) {
            if (e.code() != ErrorCode.INTERRUPTED) {
                throw e;
            }
            // In the middle of a commit that nobody waits for any more: the next run makes it anew.
        }
        return 0;
    }

    /**
     * What the application is asked to do.
     *
     * @param plan the compiled pipeline; empty with {@code run}, which has it
     * @param run the folder of the run, where a cluster has started this; empty for a driver beside its command
     * @param project its name, by which topics know who writes
     * @param interval from one look at the sources to the next, for a run that stays up
     * @param refresh the datasets to refresh; all if there are none
     * @param isAttached whether whoever started it holds its standard input
     * @param step what is to be done in place of a run
     */
    record Arguments(
            Optional<Path> plan,
            Optional<String> run,
            String project,
            String warehouse,
            Optional<Duration> interval,
            Basis basis,
            List<String> refresh,
            boolean isAttached,
            Optional<Step> step) {
        Arguments {
            refresh = List.copyOf(refresh);
        }

        /**
         * Reads {@code --plan FILE|--run NAME [--project NAME] --warehouse LOCATION [--interval MILLISECONDS] [--full-refresh] [--refresh NAME,…]
         * [--attached]}, or a {@link Step}.
         */
        static Arguments parse(List<String> arguments) {
            return new Arguments(
                    value(arguments, "--plan").map(Path::of),
                    value(arguments, "--run"),
                    value(arguments, "--project").orElse(""),
                    value(arguments, "--warehouse").orElseThrow(() -> missing("--warehouse")),
                    value(arguments, "--interval").map(millis -> Duration.ofMillis(Long.parseLong(millis))),
                    arguments.contains("--full-refresh") ? Basis.NOTHING : Basis.EARLIER_RESULTS,
                    value(arguments, "--refresh")
                            .map(names -> List.of(names.split(",", -1)))
                            .orElse(List.of()),
                    arguments.contains("--attached"),
                    Step.parse(arguments));
        }

        static Optional<String> value(List<String> arguments, String name) {
            int at = arguments.indexOf(name);
            return at < 0 || at + 1 == arguments.size() ? Optional.empty() : Optional.of(arguments.get(at + 1));
        }

        static LeatException missing(String name) {
            return new LeatException(
                    ErrorCode.USAGE, "The application needs " + name + "; start it with leat run --engine spark");
        }

        Selection selection(Pipeline pipeline) {
            return refresh.isEmpty() ? Selection.all() : Selection.of(refresh, pipeline);
        }
    }
}
