package dev.leat.cli;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.ClusterSupport;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.TopicFormat;
import dev.leat.plan.RelationName;
import dev.leat.run.AvailableNow;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.run.Watch;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.Engine;
import dev.leat.spi.Outcome;
import dev.leat.sql.project.CompiledProject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the datasets of a project up to date. */
@Command(name = "run", description = "Brings the datasets of a project up to date.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final int MILLIS_MIN = 20;
    /** The names of the logs of applications. */
    static final DateTimeFormatter LOG_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    /** The launcher says by this property that standard error is a terminal. */
    private static final String TERMINAL = "leat.terminal";

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Option(
            names = "--refresh",
            split = ",",
            paramLabel = "NAME",
            description = "Refresh only these datasets and sinks; the others keep their content.")
    private List<String> refresh = List.of();

    @Option(names = "--full-refresh", description = "Compute everything anew, or all that --refresh names.")
    private boolean fullRefresh;

    @Option(names = "--watch", description = "Stay up and follow the sources; Ctrl-C ends after the commit it is at.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "MILLISECONDS",
            description =
                    "With --watch: the time from one look at the sources to the next (default: ${DEFAULT-VALUE}).")
    private int intervalMillis = 200;

    @Option(
            names = "--commit-time",
            paramLabel = "MILLISECONDS",
            description = "With --watch: about how long a commit takes, by what it reads (default: ${DEFAULT-VALUE}).")
    private int commitMillis = 200;

    @Option(names = "--dry-run", description = "Check the project and list what would be refreshed.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        OpenProject project = options.open();
        CompiledProject compiled = project.load();
        Problems problems = new Problems(err, compiled::line);
        if (compiled.pipeline().isEmpty()) {
            return problems.tellAll(compiled.diagnostics());
        }
        Pipeline pipeline = compiled.pipeline().get();
        Selection selection = refresh.isEmpty() ? Selection.all() : Selection.of(refresh, pipeline);
        if (dryRun) {
            list(pipeline, selection, out);
            return 0;
        }
        if (watch && fullRefresh) {
            throw new LeatException(
                    ErrorCode.USAGE, "--watch and --full-refresh do not go together; run with --full-refresh first");
        }
        if (spark.isSpark(pipeline.settings())) {
            List<Diagnostic> refused =
                    ClusterSupport.problems(pipeline, SparkHome.version(SparkHome.environment()), selection::contains);
            return refused.isEmpty() ? onSpark(project, pipeline, problems) : problems.tellAll(refused);
        }
        if (watch) {
            return watch(project, pipeline, selection);
        }
        try (DuckDbEngine engine = project.embeddedEngine();
                Interruption ignored = Interruption.tellOn(err)) {
            new StatusFile(project.state()).remove();
            if (fullRefresh && refresh.isEmpty()) {
                engine.separate();
            }
            ErrorReport report = new ErrorReport(err);
            RunListener listener = options.isQuiet()
                    ? new Quiet(problems, report)
                    : new Progress(err, outcome -> outcome.problems().forEach(problems::tell), report::tellIfDefect);
            RunReport done = new AvailableNow(new PipelineRunner(engine, listener))
                    .run(pipeline, selection, CommitTerms.on(fullRefresh ? Basis.NOTHING : Basis.EARLIER_RESULTS));
            RunTable.print(done, out);
            done.undelivered().forEach((sink, problem) -> report.tell(problem));
            return done.failure().map(code -> code.owner().exitCode()).orElse(0);
        }
    }

    private int onSpark(OpenProject project, Pipeline pipeline, Problems problems) {
        PrintWriter err = spec.commandLine().getErr();
        ErrorReport report = new ErrorReport(err);
        RunListener listener = options.isQuiet()
                ? new Quiet(problems, report)
                : new Progress(err, outcome -> outcome.problems().forEach(problems::tell), report::tellIfDefect);
        List<String> arguments = new ArrayList<>(List.of("--project", project.name()));
        if (watch) {
            requireMillis("--interval", intervalMillis);
            arguments.addAll(List.of("--interval", Integer.toString(intervalMillis)));
        }
        if (fullRefresh) {
            arguments.add("--full-refresh");
        }
        if (!refresh.isEmpty()) {
            arguments.addAll(List.of("--refresh", String.join(",", refresh)));
        }
        SparkHome home = home(pipeline, spark);
        String name = LOG_NAME.format(Instant.now());
        return new SparkRun(
                        spark,
                        project.state().resolve(SparkRun.FOLDER),
                        name,
                        listener,
                        spec.commandLine().getOut(),
                        err,
                        problems)
                .run(pipeline, project.state(), home, arguments);
    }

    /** The Spark for an application of a project. */
    static SparkHome home(Pipeline pipeline, SparkOptions spark) {
        SparkHome found = SparkHome.find(SparkHome.environment(), spark.master(pipeline.settings()));
        return hasTopics(pipeline) ? found.withTopics() : found;
    }

    private static boolean hasTopics(Pipeline pipeline) {
        return Stream.concat(
                        pipeline.sources().stream()
                                .map(source -> source.definition().format()),
                        pipeline.sinks().stream().map(Sink::format))
                .anyMatch(TopicFormat.NAME::equals);
    }

    private int watch(OpenProject project, Pipeline pipeline, Selection selection) {
        requireMillis("--interval", intervalMillis);
        requireMillis("--commit-time", commitMillis);
        PrintWriter err = spec.commandLine().getErr();
        ErrorReport report = new ErrorReport(err);
        try (GentleEnd end = GentleEnd.onSignal()) {
            int exitCode = watch(project, pipeline, selection, report, end);
            // A signal may be waiting for the end, and does not let the caller tell of a failure.
            end.with(exitCode);
            err.flush();
            return exitCode;
        }
    }

    private static void requireMillis(String option, int millis) {
        if (millis < MILLIS_MIN) {
            throw new LeatException(ErrorCode.USAGE, option + " is at least " + MILLIS_MIN + " milliseconds");
        }
    }

    private int watch(OpenProject project, Pipeline pipeline, Selection selection, ErrorReport report, GentleEnd end) {
        PrintWriter err = spec.commandLine().getErr();
        try (Engine engine = project.engine()) {
            WatchConsole console = new WatchConsole(
                    err,
                    options.isQuiet()
                            ? WatchConsole.Form.NOT_AT_ALL
                            : Boolean.getBoolean(TERMINAL) ? WatchConsole.Form.STATUS_LINE : WatchConsole.Form.LINES,
                    engine,
                    pipeline,
                    new StatusFile(project.state()));
            PipelineRunner runner = new PipelineRunner(engine, new Quiet(new Problems(err, project::line), report));
            Watch.Times times = new Watch.Times(Duration.ofMillis(intervalMillis), Duration.ofMillis(commitMillis));
            Watch following = new Watch(engine, runner, times, console);
            end.stops(following);
            console.begin();
            try {
                following.run(pipeline, selection);
            } finally {
                console.end();
            }
        } catch (LeatException e) {
            return report.tell(e);
        }
        return 0;
    }

    private static void list(Pipeline pipeline, Selection selection, PrintWriter out) {
        for (Dataset dataset : pipeline.datasets()) {
            if (!(dataset instanceof Dataset.TemporaryView) && selection.contains(dataset.name())) {
                out.println(dataset.name());
            }
        }
        pipeline.sinks().stream()
                .filter(sink -> selection.contains(sink.name()))
                .forEach(sink -> out.println(sink.name()));
    }

    /** Tells problems only. */
    private record Quiet(Problems problems, ErrorReport report) implements RunListener {
        @Override
        public void started(RelationName name, int index, int count) {
            // Only problems are told.
        }

        @Override
        public void failed(RelationName name, LeatException failure) {
            report.tellIfDefect(failure);
        }

        @Override
        public void ended(Outcome outcome) {
            outcome.problems().forEach((Diagnostic problem) -> problems.tell(problem));
        }
    }
}
