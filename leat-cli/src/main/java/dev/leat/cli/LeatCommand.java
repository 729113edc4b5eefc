package dev.leat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds the others. */
@Command(
        name = "leat",
        description = "Runs declarative Spark SQL pipelines on one machine, with Spark's answers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            QueryCommand.class,
            ExplainCommand.class,
            DatasetsCommand.class,
            ErrorsCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            MoveCommand.class,
            InitCommand.class
        })
final class LeatCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
