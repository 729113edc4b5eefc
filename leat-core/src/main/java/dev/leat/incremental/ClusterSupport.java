package dev.leat.incremental;

import dev.leat.cluster.SparkVersion;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.pipeline.ClusterPaths;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.TopicFormat;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What of a pipeline the cluster engine does not do, told before a cluster is asked. */
public final class ClusterSupport {
    private static final Set<String> FORMATS = Set.of("csv", "json", TopicFormat.NAME, "parquet", "text");

    private ClusterSupport() {}

    /** The problems of the datasets and sinks of some names on a version, with what they read of sources, each at its place. */
    public static List<Diagnostic> problems(Pipeline pipeline, SparkVersion version, Predicate<RelationName> names) {
        List<Diagnostic> problems = new ArrayList<>(problems(pipeline, names));
        problems.addAll(VersionSupport.problems(pipeline, version, names));
        return problems.stream().distinct().toList();
    }

    /** Those that they have on each version. */
    public static List<Diagnostic> problems(Pipeline pipeline, Predicate<RelationName> names) {
        List<Diagnostic> problems = new ArrayList<>();
        PlanPreparation passes = new PlanPreparation(pipeline);
        for (Dataset dataset : pipeline.datasets()) {
            if (!(dataset instanceof Dataset.TemporaryView) && names.test(dataset.name())) {
                addProblems(
                        dataset,
                        passes.prepare(DatasetQuery.of(dataset, pipeline.flowsInto(dataset.name()))),
                        pipeline,
                        problems);
            }
        }
        for (Sink sink : pipeline.sinks()) {
            if (names.test(sink.name())) {
                pipeline.flowsInto(sink.name())
                        .forEach(flow -> addProblemsOfSources(passes.prepare(flow.query()), pipeline, problems));
            }
        }
        return problems.stream().distinct().toList();
    }

    /** The sources and sinks that only the cluster engine has. */
    public static List<Diagnostic> problemsOfEmbedded(Pipeline pipeline) {
        List<Diagnostic> problems = new ArrayList<>();
        for (Source source : pipeline.sources()) {
            source.definition().paths().stream()
                    .filter(ClusterPaths::is)
                    .findFirst()
                    .ifPresent(path -> problems.add(Diagnostic.of(
                            ErrorCode.NOT_SUPPORTED,
                            "The source " + source.name().simpleName() + " at " + path
                                    + " cannot be read by the embedded engine; the project stays on Spark",
                            source.position())));
        }
        for (Sink sink : pipeline.sinks()) {
            sink.options().forEach((option, path) -> {
                if (option.equalsIgnoreCase("path") && ClusterPaths.is(path)) {
                    problems.add(Diagnostic.of(
                            ErrorCode.NOT_SUPPORTED,
                            "The sink " + sink.name().simpleName() + " at " + path
                                    + " cannot be written by the embedded engine; the project stays on Spark",
                            sink.position()));
                }
            });
        }
        return problems;
    }

    private static void addProblems(Dataset dataset, Plan plan, Pipeline pipeline, List<Diagnostic> problems) {
        String name = dataset.name().simpleName();
        addProblemsOfSources(plan, pipeline, problems);
        for (Field column : dataset.schema()) {
            withoutTable(column.type())
                    .ifPresent(type -> problems.add(Diagnostic.of(
                            ErrorCode.NOT_SUPPORTED,
                            "The column " + column.name() + " of " + name
                                    + " cannot be kept on Spark: its tables are Iceberg's, which have" + " no type "
                                    + type.sql() + ". Make it a number or a text, for example with CAST(… AS STRING)",
                            dataset.position())));
        }
    }

    private static void addProblemsOfSources(Plan plan, Pipeline pipeline, List<Diagnostic> problems) {
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan) {
                pipeline.sources().stream()
                        .filter(source ->
                                source.name().key().equals(scan.relation().key()))
                        .forEach(source -> addProblem(source, problems));
            }
        }
    }

    private static void addProblem(Source source, List<Diagnostic> problems) {
        if (!FORMATS.contains(source.definition().format())) {
            problems.add(Diagnostic.of(
                    ErrorCode.NOT_SUPPORTED,
                    "The source " + source.name().simpleName() + " cannot be read on Spark yet: its format is "
                            + source.definition().format() + ", expected one of "
                            + String.join(", ", FORMATS.stream().sorted().toList())
                            + ". Run the project on the embedded engine, or have its records written to files",
                    source.position()));
        }
    }

    /** The type, or the part of it, that Iceberg does not have. */
    public static Optional<DataType> withoutTable(DataType type) {
        if (type instanceof ArrayType array) {
            return withoutTable(array.element());
        }
        if (type instanceof MapType map) {
            return withoutTable(map.key()).or(() -> withoutTable(map.value()));
        }
        if (type instanceof StructType struct) {
            return struct.fields().stream()
                    .flatMap(field -> withoutTable(field.type()).stream())
                    .findFirst();
        }
        boolean isWithout = type == Simple.VOID || type == Simple.INTERVAL || type instanceof IntervalType;
        return isWithout ? Optional.of(type) : Optional.empty();
    }
}
