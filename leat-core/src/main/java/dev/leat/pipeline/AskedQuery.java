package dev.leat.pipeline;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A query over the results of a pipeline, which travels with it as one more temporary view. */
public final class AskedQuery {
    /** The name of the view; no dataset can have it. */
    public static final RelationName NAME = RelationName.of("<query>");

    private AskedQuery() {}

    /** The pipeline with a query over it, and the sources that this has of its own. */
    public static Pipeline put(Pipeline pipeline, List<Source> own, List<Field> columns, Plan plan) {
        List<Source> sources = new ArrayList<>(pipeline.sources());
        sources.addAll(own);
        List<Dataset> datasets = new ArrayList<>(pipeline.datasets());
        datasets.add(new Dataset.TemporaryView(
                NAME, columns, plan, new SourcePosition(NAME.parts().get(0), 1, 1, 1)));
        return new Pipeline(
                pipeline.name(), pipeline.settings(), sources, datasets, pipeline.sinks(), pipeline.flows());
    }

    /** The query of a pipeline that has one. */
    public static Plan of(Pipeline pipeline) {
        for (Dataset dataset : pipeline.datasets()) {
            if (dataset instanceof Dataset.TemporaryView view && view.name().equals(NAME)) {
                return view.query();
            }
        }
        throw new LeatException(ErrorCode.INTERNAL, "The query is not in the pipeline it was compiled with");
    }

    /** Whether the answer depends on results of a run; a query of files alone does not. */
    public static boolean readsDatasets(Pipeline pipeline) {
        Set<String> sources = new HashSet<>();
        pipeline.sources().forEach(source -> sources.add(source.name().key()));
        return Plans.nodes(of(pipeline)).stream()
                .anyMatch(node -> node instanceof Plan.Scan scan
                        && !sources.contains(scan.relation().key()));
    }
}
