package dev.leat.cli;

import java.nio.file.Path;
import java.util.Optional;
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
