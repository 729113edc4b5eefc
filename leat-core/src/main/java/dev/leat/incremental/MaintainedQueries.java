package dev.leat.incremental;

import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.DatasetQuery;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.pipeline.Source;
import dev.leat.plan.Fingerprint;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queries of a pipeline as they are maintained, each made when it is first needed and kept. */
public final class MaintainedQueries {
    private final Pipeline pipeline;
    private final PlanPreparation passes;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<String, Query> datasets = new HashMap<>();
    private final Map<String, Query> flows = new HashMap<>();
    private Optional<Map<Fingerprint, List<String>>> operators = Optional.empty();

    /** The queries of a pipeline. */
    public MaintainedQueries(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.passes = new PlanPreparation(pipeline);
        pipeline.sources().forEach(source -> sources.put(source.name().key(), source));
    }

    /**
     * A query.
     *
     * @param plan prepared; of a dataset with its verdicts
     */
    public record Query(Plan plan, Maintained maintained) {}

    /** The pipeline that they are of. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** The query of a dataset, with a verdict for each of its expectations. */
    public Query find(Dataset dataset) {
        return datasets.computeIfAbsent(dataset.name().key(), key -> {
            Plan plan = passes.prepare(DatasetQuery.judged(dataset, pipeline.flowsInto(dataset.name())));
            return new Query(
                    plan,
                    dataset instanceof Dataset.StreamingTable
                            ? Maintained.ofStream(plan, this::isOfSource)
                            : Maintained.ofView(plan, this::isOfSource));
        });
    }

    /** The query of a streaming table without verdicts. */
    public Query findUnjudged(Dataset.StreamingTable table) {
        Plan plan = passes.prepare(DatasetQuery.of(table, pipeline.flowsInto(table.name())));
        return new Query(plan, Maintained.ofStream(plan, this::isOfSource));
    }

    /** The query of a flow of a sink. Rows of its operators are not kept from commit to commit. */
    public Query find(Flow flow) {
        String key = flow.target().key() + "/" + flow.name().key();
        return flows.computeIfAbsent(key, unknown -> {
            Plan plan = passes.prepare(flow.query());
            return new Query(plan, Maintained.of(plan, this::isOfSource));
        });
    }

    /**
     * Whether views with an operator that computes the same can share its rows. Those of sources cannot: each view accounts for
     * the records that it has read.
     */
    public boolean isShareable(Plan operator) {
        return Plans.nodes(operator).stream().noneMatch(node -> node instanceof Plan.Scan scan && isOfSource(scan));
    }

    /** The names of the views that share the rows of a stored operator, if such are. */
    public List<String> sharing(Plan operator) {
        if (!isShareable(operator)) {
            return List.of();
        }
        Map<Fingerprint, List<String>> known = operators.orElseGet(this::operatorsOfViews);
        operators = Optional.of(known);
        return known.getOrDefault(Fingerprint.of(operator), List.of());
    }

    private Map<Fingerprint, List<String>> operatorsOfViews() {
        Map<Fingerprint, List<String>> views = new HashMap<>();
        for (Dataset dataset : pipeline.datasets()) {
            if (dataset instanceof Dataset.MaterializedView view) {
                find(view).maintained().stored().stream()
                        .map(Fingerprint::of)
                        .distinct()
                        .forEach(found -> views.computeIfAbsent(found, unseen -> new ArrayList<>())
                                .add(view.name().simpleName()));
            }
        }
        return views;
    }

    /** Whether a scan reads a source. */
    public boolean isOfSource(Plan.Scan scan) {
        return sources.containsKey(scan.relation().key());
    }

    /** Whether a scan reads a source record by record, whatever is asked for. */
    public boolean isOfRecords(Plan.Scan scan) {
        Source source = sources.get(scan.relation().key());
        return source != null && CommitStaging.Access.of(source) == CommitStaging.Access.RECORDS;
    }
}
