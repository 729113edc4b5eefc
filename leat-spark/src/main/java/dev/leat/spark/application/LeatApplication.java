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
import org.apache.spark.sql.SparkSession;

/**
 * The application that spark-submit starts: runs a compiled pipeline on the cluster. It tells of the run on standard output, by the lines of
 * {@link RunEventWriter}. What starts it holds its standard input open; at its end the run ends, too.
 */
public final class LeatApplication {
    /** How long the file of another writer has to stay as it is for that writer to be taken for dead. */
    private static final Duration REST = Duration.ofSeconds(15);

    private LeatApplication() {}

    /** Starts; the arguments are those of {@link Arguments#parse}. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        RunEventWriter events = new RunEventWriter(out);
        int exitCode = run(Arguments.parse(List.of(arguments)), events);
        out.flush();
        System.exit(exitCode);
    }

    private static int run(Arguments arguments, RunEventWriter events) {
        SparkFailures failures = new SparkFailures();
        try {
            return failures.within("run on Spark", () -> {
                Pipeline pipeline = PipelineJson.read(content(arguments.plan()));
                SparkSession session = SparkSession.builder()
                        .appName("leat " + pipeline.name())
                        .getOrCreate();
                Thread caller = Thread.currentThread();
                if (arguments.isAttached()) {
                    watchInput(session, caller);
                }
                SparkEngine.Options options = new SparkEngine.Options(
                                arguments.warehouse(), UUID.randomUUID().toString(), Clock.systemUTC(), REST)
                        .withWaits(new SteadyClock(Clock.systemUTC()));
                if (arguments.move().isPresent()) {
                    return move(arguments.move().get(), session, options, pipeline, events);
                }
                try (SparkEngine engine =
                        SparkEngine.open(session, options, new ApplicationSinks(arguments.project(), events))) {
                    if (arguments.basis() == Basis.NOTHING
                            && arguments.refresh().isEmpty()) {
                        engine.separate();
                    }
                    return arguments.interval().isPresent()
                            ? watch(engine, pipeline, arguments, events)
                            : once(engine, pipeline, arguments, events);
                } finally {
                    session.stop();
                }
            });
        } catch (LeatException e) {
            events.broken(e);
            return e.code().owner().exitCode();
        }
    }

    private static int move(
            MoveStep step,
            SparkSession session,
            SparkEngine.Options options,
            Pipeline pipeline,
            RunEventWriter events) {
        try {
            return step.run(session, options, pipeline, events);
        } finally {
            session.stop();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot read the compiled plan " + file + ": " + e.getMessage(), e);
        }
    }

    /** Ends the jobs of a run that nobody waits for any more. */
    private static void watchInput(SparkSession session, Thread caller) {
        Thread watcher = new Thread(
                () -> {
                    try (InputStream in = System.in) {
                        while (in.read() >= 0) {
                            // Only its end means something.
                        }
                    } catch (IOException e) {
                        // As good as its end.
                    }
                    session.sparkContext().cancelAllJobs();
                    caller.interrupt();
                },
                "leat-input");
        watcher.setDaemon(true);
        watcher.start();
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
        watch.run(pipeline, arguments.selection(pipeline));
        return 0;
    }

    /**
     * What the application is asked to do.
     *
     * @param plan the compiled pipeline
     * @param project its name, by which topics know who writes
     * @param interval from one look at the sources to the next, for a run that stays up
     * @param refresh the datasets to refresh; all if there are none
     * @param isAttached whether whoever started it holds its standard input
     * @param move what is to be done in place of a run
     */
    record Arguments(
            Path plan,
            String project,
            String warehouse,
            Optional<Duration> interval,
            Basis basis,
            List<String> refresh,
            boolean isAttached,
            Optional<MoveStep> move) {
        Arguments {
            refresh = List.copyOf(refresh);
        }

        /**
         * Reads {@code --plan FILE [--project NAME] --warehouse LOCATION [--interval MILLISECONDS] [--full-refresh] [--refresh NAME,…]
         * [--attached]}, or a {@link MoveStep}.
         */
        static Arguments parse(List<String> arguments) {
            return new Arguments(
                    Path.of(value(arguments, "--plan").orElseThrow(() -> missing("--plan"))),
                    value(arguments, "--project").orElse(""),
                    value(arguments, "--warehouse").orElseThrow(() -> missing("--warehouse")),
                    value(arguments, "--interval").map(millis -> Duration.ofMillis(Long.parseLong(millis))),
                    arguments.contains("--full-refresh") ? Basis.NOTHING : Basis.EARLIER_RESULTS,
                    value(arguments, "--refresh")
                            .map(names -> List.of(names.split(",", -1)))
                            .orElse(List.of()),
                    arguments.contains("--attached"),
                    MoveStep.parse(arguments));
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
