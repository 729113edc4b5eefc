package dev.leat.incremental;

import dev.leat.cluster.Feature;
import dev.leat.cluster.ProvedFeatures;
import dev.leat.cluster.SparkVersion;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What of a pipeline an earlier version of Spark may compute otherwise, or lacks. */
final class VersionSupport {
    private final Pipeline pipeline;
    private final PlanPreparation passes;
    private final SparkVersion version;
    private final ProvedFeatures proved;
    private final List<Diagnostic> problems = new ArrayList<>();

    private VersionSupport(Pipeline pipeline, SparkVersion version) {
        this.pipeline = pipeline;
        this.passes = new PlanPreparation(pipeline);
        this.version = version;
        this.proved = ProvedFeatures.of(version);
    }

    static List<Diagnostic> problems(Pipeline pipeline, SparkVersion version, Predicate<RelationName> names) {
        if (version.computesAsCompiled()) {
            return List.of();
        }
        VersionSupport support = new VersionSupport(pipeline, version);
        for (Dataset dataset : pipeline.datasets()) {
            boolean isComputed = !(dataset instanceof Dataset.TemporaryView)
                    || dataset.name().equals(AskedQuery.NAME);
            if (isComputed && names.test(dataset.name())) {
                support.add(dataset);
            }
        }
        for (Sink sink : pipeline.sinks()) {
            if (names.test(sink.name())) {
                pipeline.flowsInto(sink.name())
                        .forEach(flow -> support.add(
                                flow.query(), "the flow " + flow.name().simpleName(), flow.position()));
            }
        }
        return support.problems;
    }

    private void add(Dataset dataset) {
        Plan query = DatasetQuery.judged(dataset, pipeline.flowsInto(dataset.name()));
        add(query, dataset.name().simpleName(), dataset.position());
    }

    private void add(Plan query, String what, SourcePosition position) {
        for (Feature other : proved.others(passes.prepare(query))) {
            problems.add(Diagnostic.of(
                    ErrorCode.NOT_SUPPORTED,
                    "The " + other.words() + " in " + what + " cannot be computed on Spark " + version
                            + ": it was not found to give there what it gives on Spark " + SparkVersion.COMPILED_FOR
                            + ". Write it with other functions, or run the project on Spark "
                            + SparkVersion.COMPILED_FOR + " or on the embedded engine",
                    other.position().orElse(position)));
        }
    }
}
