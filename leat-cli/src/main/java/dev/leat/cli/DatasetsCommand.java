package dev.leat.cli;

import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.run.TextTable;
import dev.leat.spi.StoredDataset;
import dev.leat.type.Field;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the datasets of a project. */
@Command(
        name = "datasets",
        description = "Lists the datasets: name, kind, rows, last refresh, columns.",
        mixinStandardHelpOptions = true)
final class DatasetsCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OpenProject project = options.open();
        Pipeline pipeline = project.require();
        List<StoredDataset> stored = stored(new ResultsOfProject(project, spark, spec), pipeline);
        TextTable table = new TextTable(
                List.of("name", "kind", "rows", "refreshed"),
                List.of(
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.RIGHT,
                        TextTable.Alignment.LEFT));
        PrintWriter out = spec.commandLine().getOut();
        for (Dataset dataset : pipeline.datasets()) {
            table.add(line(dataset.name(), kind(dataset), stored));
            Quarantine.of(dataset).ifPresent(rows -> table.add(line(rows.name(), "quarantine", stored)));
        }
        table.print(out);
        for (Dataset dataset : pipeline.datasets()) {
            out.println();
            out.println(dataset.name() + " " + columns(dataset.schema()));
        }
        return 0;
    }

    private static List<String> line(RelationName name, String kind, List<StoredDataset> stored) {
        Optional<StoredDataset> known = stored.stream()
                .filter(candidate -> candidate.name().key().equals(name.key()))
                .findFirst();
        return List.of(
                name.toString(),
                kind,
                known.map(found -> Long.toString(found.rows())).orElse("-"),
                known.map(found -> found.refreshed()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString())
                        .orElse("never"));
    }

    private static List<StoredDataset> stored(ResultsOfProject project, Pipeline pipeline) {
        try (Results results = project.ifAny(pipeline.settings())) {
            return results.datasets();
        }
    }

    private static String columns(List<Field> schema) {
        return schema.stream()
                .map(field -> field.name() + " " + field.type().sql() + (field.nullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    static String kind(Dataset dataset) {
        return dataset.accept(new Dataset.Visitor<String>() {
            @Override
            public String visit(Dataset.StreamingTable table) {
                return "streaming table";
            }

            @Override
            public String visit(Dataset.MaterializedView view) {
                return "materialized view";
            }

            @Override
            public String visit(Dataset.TemporaryView view) {
                return "temporary view";
            }
        });
    }
}
