package dev.leat.cli;

import dev.leat.sql.project.CompiledProject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reports everything that is wrong with a project. */
@Command(
        name = "check",
        description = "Reports every problem of every file of a project, without running it.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CompiledProject compiled = options.open().compile();
        return new Problems(spec.commandLine().getErr(), compiled::line).tellAll(compiled.diagnostics());
    }
}
