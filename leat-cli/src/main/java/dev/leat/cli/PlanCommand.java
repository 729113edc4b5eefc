package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.TextTable;
import dev.leat.spi.PlannedRefresh;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what the next run would do. */
@Command(
        name = "plan",
        description = "Says what the next run would do with each dataset and sink, and why; touches nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OpenProject opened = options.open();
        Pipeline pipeline = opened.require();
        TextTable table = new TextTable(
                List.of("name", "next run", "since"),
                List.of(TextTable.Alignment.LEFT, TextTable.Alignment.LEFT, TextTable.Alignment.WHOLE));
        Optional<ErrorCode> failure = Optional.empty();
        ResultsOfProject project = new ResultsOfProject(opened, spark, spec);
        project.requireSupport(pipeline, name -> true);
        try (Results results = project.ifAny(pipeline.settings())) {
            for (PlannedRefresh planned : results.plan(pipeline)) {
                failure = failure.or(planned::failure);
                table.add(List.of(
                        planned.name().simpleName(),
                        planned.extent().map(RunTable::word).orElse("fails"),
                        planned.reason()));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        table.print(out);
        out.flush();
        return failure.map(code -> code.owner().exitCode()).orElse(0);
    }
}
