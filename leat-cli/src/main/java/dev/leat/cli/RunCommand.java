package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.Engine;
import dev.leat.spi.Outcome;
import dev.leat.sql.project.CompiledProject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the datasets of a project up to date. */
@Command(name = "run", description = "Brings the datasets of a project up to date.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Option(
            names = "--refresh",
            split = ",",
            paramLabel = "NAME",
            description = "Refresh only these datasets and sinks; the others keep their content.")
    private List<String> refresh = List.of();

    @Option(names = "--full-refresh", description = "Compute everything anew, or all that --refresh names.")
    private boolean fullRefresh;

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
        try (Engine engine = project.engine();
                Interruption ignored = Interruption.tellOn(err)) {
            ErrorReport report = new ErrorReport(err);
            RunListener listener = options.isQuiet()
                    ? new Quiet(problems, report)
                    : new Progress(err, outcome -> outcome.problems().forEach(problems::tell), report::tellIfDefect);
            RunReport done = new PipelineRunner(engine, listener)
                    .run(pipeline, selection, CommitTerms.on(fullRefresh ? Basis.NOTHING : Basis.EARLIER_RESULTS));
            RunTable.print(done, out);
            return done.failure().map(code -> code.owner().exitCode()).orElse(0);
        }
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
