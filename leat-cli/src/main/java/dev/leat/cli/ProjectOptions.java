package dev.leat.cli;

import dev.leat.error.SourcePosition;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command on a project takes. */
final class ProjectOptions {
    @Parameters(
            index = "0",
            paramLabel = "PROJECT",
            description = "A folder with a spark-pipeline.yml, or one .sql file.")
    private Path project = Path.of("");

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Where results and state are kept (default: PROJECT/.leat, or .leat/NAME beside a .sql file).")
    private Optional<Path> state = Optional.empty();

    @Option(names = "--quiet", description = "No progress on standard error.")
    private boolean quiet;

    private Optional<OpenProject> opened = Optional.empty();

    /** The project these options name; errors are then shown with the lines of its files. */
    OpenProject open() {
        OpenProject project = new OpenProject(this);
        opened = Optional.of(project);
        return project;
    }

    /** Those of a command, if it is one on a project. */
    static Optional<ProjectOptions> of(CommandSpec command) {
        return command.mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(ProjectOptions.class::isInstance)
                .map(ProjectOptions.class::cast)
                .findFirst();
    }

    /** Ends the connections of what was opened; its lines can still be shown. */
    void close() {
        opened.ifPresent(OpenProject::close);
    }

    /** A line of what was opened. */
    Optional<String> line(SourcePosition position) {
        return opened.flatMap(project -> project.line(position));
    }

    Path project() {
        return project;
    }

    Optional<Path> state() {
        return state;
    }

    boolean isQuiet() {
        return quiet;
    }
}
