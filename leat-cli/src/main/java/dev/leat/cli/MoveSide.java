package dev.leat.cli;

import dev.leat.move.Movement.Engine;
import dev.leat.move.Movement.Place;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The side of a move that is an application of Spark. */
final class MoveSide {
    private final OpenProject project;
    private final Pipeline pipeline;
    private final SparkOptions spark;
    private final Problems problems;
    private final CommandSpec spec;
    private final MoveProgress progress;

    MoveSide(
            OpenProject project,
            Pipeline pipeline,
            SparkOptions spark,
            Problems problems,
            CommandSpec spec,
            MoveProgress progress) {
        this.project = project;
        this.pipeline = pipeline;
        this.spark = spark;
        this.problems = problems;
        this.spec = spec;
        this.progress = progress;
    }

    /** The warehouse, in one way of writing it. */
    Place place() {
        String location = spark.warehouse(pipeline.settings(), project.state());
        String plain = location.startsWith("file:")
                ? "file:" + location.substring("file:".length()).replaceFirst("^/+", "/")
                : location;
        return new Place(Engine.SPARK, plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain);
    }

    /** Where the files are on the way. */
    Path bundle() {
        return project.state().resolve("move");
    }

    /** Has the application do a step; the exit code. */
    int run(String step, String identity, long commit) {
        List<String> arguments = new ArrayList<>(List.of(
                "--move",
                step,
                "--bundle",
                bundle().toString(),
                "--state",
                project.state().toString()));
        arguments.addAll(List.of("--commit", Long.toString(commit)));
        if (!identity.isEmpty()) {
            arguments.addAll(List.of("--identity", identity));
        }
        SparkHome home = SparkHome.find(SparkHome.environment(), spark.master(pipeline.settings()));
        SparkRun run = new SparkRun(
                spark,
                project.state().resolve(SparkRun.FOLDER),
                RunCommand.LOG_NAME.format(Instant.now()),
                RunListener.SILENT,
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                problems);
        return run.telling(progress).run(pipeline, project.state(), home, arguments);
    }
}
