package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what was done for a project so far, and what is left to do. */
@Command(
        name = "status",
        description = "Tells of commits, positions, lag, counts of records, and what sinks have not got yet.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OpenProject project = options.open();
        Pipeline pipeline = project.require();
        JsonNode report = report(new ResultsOfProject(project, spark, spec), pipeline);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report);
        } else {
            StatusReport.print(report, out);
        }
        out.flush();
        return 0;
    }

    /** From the state, or what the run that holds it has told last. */
    private static JsonNode report(ResultsOfProject project, Pipeline pipeline) {
        try (Results results = project.existing(pipeline.settings())) {
            return StatusReport.json(results.status(pipeline), new WrittenNames(Optional.of(pipeline)));
        } catch (LeatException e) {
            Optional<JsonNode> told = e.code() == ErrorCode.STATE_LOCKED
                    ? new StatusFile(project.project().state()).read()
                    : Optional.empty();
            return told.orElseThrow(() -> e);
        }
    }
}
