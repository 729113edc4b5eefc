package dev.leat.cli;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Plan;
import dev.leat.spi.Description;
import dev.leat.spi.Engine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how datasets are computed. */
@Command(
        name = "explain",
        description =
                "Shows how datasets are computed: the plan, what runs natively and what on Spark's code, lineage.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(index = "1", arity = "0..1", paramLabel = "DATASET", description = "Only this one (default: all).")
    private Optional<String> dataset = Optional.empty();

    @Option(names = "--sql", description = "Also the SQL that the engine runs.")
    private boolean sql;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OpenProject project = new OpenProject(options);
        Pipeline pipeline = project.require();
        List<Dataset> chosen = pipeline.datasets().stream()
                .filter(candidate ->
                        dataset.map(name -> isNamed(candidate, name)).orElse(true))
                .toList();
        if (chosen.isEmpty() && dataset.isPresent()) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The project has no dataset " + dataset.get()
                            + NearestName.hint(
                                    dataset.get(),
                                    pipeline.datasets().stream()
                                            .map(candidate -> candidate.name().simpleName())
                                            .toList()));
        }
        try (Engine engine = DuckDbEngine.open(EngineOptions.inMemory(), project.code())) {
            chosen.forEach(candidate -> explain(engine, pipeline, candidate));
        }
        return 0;
    }

    private static boolean isNamed(Dataset dataset, String name) {
        return dataset.name().toString().equalsIgnoreCase(name)
                || dataset.name().simpleName().equalsIgnoreCase(name);
    }

    private void explain(Engine engine, Pipeline pipeline, Dataset explained) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(DatasetsCommand.kind(explained) + " " + explained.name() + " (" + explained.position() + ")");
        for (Plan plan : plans(pipeline, explained)) {
            Description description = engine.describe(pipeline, plan);
            out.println("  engine: embedded (DuckDB)");
            description.readers().forEach(reader -> out.println("  reads " + reader));
            if (description.foreign().isEmpty()) {
                out.println("  all expressions run natively");
            }
            description.foreign().forEach(text -> out.println("  on Spark's code: " + text));
            if (sql) {
                out.println(description.sql().indent(2).stripTrailing());
            }
        }
        out.println();
    }

    private static List<Plan> plans(Pipeline pipeline, Dataset dataset) {
        if (dataset instanceof Dataset.MaterializedView view) {
            return List.of(view.query());
        }
        if (dataset instanceof Dataset.TemporaryView view) {
            return List.of(view.query());
        }
        return pipeline.flows().stream()
                .filter(flow -> flow.target().key().equals(dataset.name().key()))
                .map(Flow::query)
                .toList();
    }
}
