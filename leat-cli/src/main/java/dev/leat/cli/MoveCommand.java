package dev.leat.cli;

import dev.leat.incremental.ClusterSupport;
import dev.leat.pipeline.Pipeline;
import dev.leat.sql.project.CompiledProject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves the results and the state of a project to the other engine. */
@Command(
        name = "move",
        description = "Moves results and state to the other engine, where runs go on; nothing is computed.",
        mixinStandardHelpOptions = true)
final class MoveCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Option(
            names = "--to",
            paramLabel = "ENGINE",
            required = true,
            description = "The engine on which the project goes on: embedded or spark.")
    private SparkOptions.EngineName to = SparkOptions.EngineName.embedded;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The cluster, as spark-submit names it (default: the project's leat.master, or local[*]).")
    private Optional<String> master = Optional.empty();

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A setting of Spark's; may be given several times.")
    private Map<String, String> configuration = new LinkedHashMap<>();

    @Option(
            names = "--warehouse",
            paramLabel = "LOCATION",
            description =
                    "The folder of results and state on Spark, file: or hdfs: (default: the project's leat.warehouse, or warehouse in the folder of the state).")
    private Optional<String> warehouse = Optional.empty();

    @Option(names = "--cancel", description = "Take back a move that was begun and has not arrived.")
    private boolean cancel;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        OpenProject project = options.open();
        CompiledProject compiled = project.load();
        Problems problems = new Problems(err, compiled::line);
        if (compiled.pipeline().isEmpty()) {
            return problems.tellAll(compiled.diagnostics());
        }
        Pipeline pipeline = compiled.pipeline().get();
        boolean isToSpark = to == SparkOptions.EngineName.spark;
        var refused = isToSpark
                ? ClusterSupport.problems(pipeline, SparkHome.version(SparkHome.environment()), name -> true)
                : ClusterSupport.problemsOfEmbedded(pipeline);
        if (!cancel && !refused.isEmpty()) {
            return problems.tellAll(refused);
        }
        SparkOptions spark = SparkOptions.of(master, configuration, warehouse);
        MoveProgress progress = new MoveProgress(err, options.isQuiet());
        MoveSide cluster = new MoveSide(project, pipeline, spark, problems, spec, progress);
        MoveRun run = new MoveRun(
                project, pipeline, cluster, progress, spec.commandLine().getOut());
        if (cancel) {
            return isToSpark ? run.cancelToSpark() : run.cancelToEmbedded();
        }
        return isToSpark ? run.toSpark() : run.toEmbedded();
    }
}
