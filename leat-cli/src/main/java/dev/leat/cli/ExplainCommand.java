package dev.leat.cli;

import dev.leat.cluster.SparkVersion;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.incremental.ClusterSupport;
import dev.leat.incremental.MaintainedQueries;
import dev.leat.incremental.Upkeep;
import dev.leat.incremental.VersionDifferences;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.JudgedQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Lineage;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.PlanPrinter;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.spi.Description;
import dev.leat.spi.Engine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "How they are computed on it: embedded or spark (default: ${DEFAULT-VALUE}).")
    private SparkOptions.EngineName on = SparkOptions.EngineName.embedded;

    @Option(names = "--sql", description = "Also the SQL that the engine runs.")
    private boolean sql;

    @Spec
    private CommandSpec spec;

    /** What is explained: a dataset, or a flow into a streaming table or sink, which has a guarantee. */
    private record Explained(
            RelationName name, String title, Plan plan, List<Expectation> expectations, Optional<String> guarantee) {
        Explained(RelationName name, String title, Plan plan, List<Expectation> expectations) {
            this(name, title, plan, expectations, Optional.empty());
        }
    }

    @Override
    public Integer call() {
        OpenProject project = options.open();
        Pipeline pipeline = project.require();
        List<Explained> all = all(project, pipeline);
        List<Explained> chosen = all.stream()
                .filter(candidate ->
                        dataset.map(name -> isNamed(candidate.name(), name)).orElse(true))
                .toList();
        if (chosen.isEmpty() && dataset.isPresent()) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The project has no dataset or sink " + dataset.get()
                            + NearestName.hint(
                                    dataset.get(),
                                    all.stream()
                                            .map(candidate -> candidate.name().simpleName())
                                            .toList()));
        }
        try (Engine engine = project.transientEngine()) {
            chosen.forEach(candidate -> explain(engine, pipeline, candidate));
        }
        return 0;
    }

    private static boolean isNamed(RelationName explained, String name) {
        return explained.toString().equalsIgnoreCase(name)
                || explained.simpleName().equalsIgnoreCase(name);
    }

    private static List<Explained> all(OpenProject project, Pipeline pipeline) {
        List<Explained> all = new ArrayList<>();
        for (Dataset dataset : pipeline.datasets()) {
            String title = DatasetsCommand.kind(dataset) + " " + dataset.name();
            if (dataset instanceof Dataset.MaterializedView view) {
                String placed = title + " (" + view.position() + ")";
                all.add(new Explained(view.name(), placed, view.query(), view.expectations()));
            } else if (dataset instanceof Dataset.TemporaryView view) {
                all.add(new Explained(view.name(), title + " (" + view.position() + ")", view.query(), List.of()));
            } else {
                addFlows(pipeline, dataset, title, all);
            }
        }
        for (Sink sink : pipeline.sinks()) {
            for (Flow flow : pipeline.flowsInto(sink.name())) {
                String title = title("sink " + sink.name(), sink.name(), flow);
                all.add(new Explained(
                        sink.name(), title, flow.query(), List.of(), Optional.of(project.guarantee(sink))));
            }
        }
        return all;
    }

    private static void addFlows(Pipeline pipeline, Dataset dataset, String title, List<Explained> all) {
        for (Flow flow : pipeline.flowsInto(dataset.name())) {
            String placed = title(title, dataset.name(), flow);
            all.add(new Explained(dataset.name(), placed, flow.query(), dataset.expectations()));
        }
    }

    private static String title(String title, RelationName target, Flow flow) {
        String from = flow.name().equals(target) ? "" : ", flow " + flow.name();
        return title + from + " (" + flow.position() + ")";
    }

    private void explain(Engine engine, Pipeline pipeline, Explained explained) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(explained.title());
        Plan judged = JudgedQuery.of(explained.plan(), explained.expectations());
        Description description = engine.describe(pipeline, judged);
        boolean isSpark = on == SparkOptions.EngineName.spark;
        if (isSpark) {
            explainOnSpark(pipeline, explained, out);
        } else {
            out.println("  engine: embedded (DuckDB)");
            description.readers().forEach(reader -> out.println("  reads " + reader));
            if (description.foreign().isEmpty()) {
                out.println("  all expressions run natively");
            }
            description.foreign().forEach(text -> out.println("  on Spark's code: " + text));
            explained.guarantee().ifPresent(text -> out.println("  guarantee: " + text));
        }
        out.println("  kept up to date by");
        upkeep(pipeline, explained, description).forEach(text -> out.println("    " + text));
        if (!explained.expectations().isEmpty()) {
            out.println("  expectations");
        }
        explained
                .expectations()
                .forEach(each -> out.println(
                        "    " + each.name() + " " + each.text() + ", on violation " + RunTable.word(each.action())));
        out.println("  plan");
        out.print(PlanPrinter.print(explained.plan()).indent(4));
        printLineage(explained.plan(), out);
        if (sql) {
            out.println("  SQL");
            out.print((isSpark ? sparkSql(pipeline, judged) : description.sql()).indent(4));
        }
        out.println();
    }

    private static List<String> upkeep(Pipeline pipeline, Explained explained, Description description) {
        if (explained.guarantee().isEmpty()) {
            return description.upkeep();
        }
        Plan flow = new PlanPreparation(pipeline).prepare(explained.plan());
        return Upkeep.intoSink(flow, new MaintainedQueries(pipeline)).lines();
    }

    /** What is other there: where the rows are, what sinks get, and what is refused. */
    private static void explainOnSpark(Pipeline pipeline, Explained explained, PrintWriter out) {
        SparkVersion version = SparkHome.version(SparkHome.environment());
        out.println("  engine: spark " + version + " (batch jobs over Iceberg tables)");
        List<Diagnostic> problems = ClusterSupport.problems(pipeline, version, explained.name()::equals);
        problems.forEach(problem -> out.println("  refused: " + problem));
        VersionDifferences.of(pipeline, version, explained.plan()).forEach(text -> out.println("  differs: " + text));
        if (problems.isEmpty() && explained.guarantee().isPresent()) {
            out.println("  guarantee: " + explained.guarantee().get());
        } else if (problems.isEmpty()) {
            out.println(
                    "  guarantee: exactly once; the newest commit of the warehouse names the snapshot of each table");
            out.println(
                    "  state: tables of its own, as logs of what was added and taken away, summed up after 16 changes");
        }
    }

    private static String sparkSql(Pipeline pipeline, Plan judged) {
        Plan whole = new PlanPreparation(pipeline).prepareWhole(judged);
        return SparkSqlRenderer.query(whole, RelationName::toString).text();
    }

    private static void printLineage(Plan plan, PrintWriter out) {
        Lineage lineage = Lineage.of(plan);
        out.println("  columns");
        for (Lineage.Origins column : lineage.columns()) {
            out.println("    " + column.column().name() + " from "
                    + (column.origins().isEmpty() ? "constants" : names(column.origins())));
        }
        if (!lineage.rows().isEmpty()) {
            out.println("  rows by " + names(lineage.rows()));
        }
    }

    private static String names(Set<Lineage.Origin> origins) {
        return origins.stream().map(Lineage.Origin::toString).collect(Collectors.joining(", "));
    }
}
