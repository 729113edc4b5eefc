package dev.leat.duckdb;

import dev.leat.incremental.Maintained;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The queries of a pipeline as they are maintained, each made when it is first needed and kept for later commits. */
final class PreparedPipeline {
    private final Pipeline pipeline;
    private final PlanPreparation passes;
    private final Set<String> sources;
    private final Map<String, PreparedDataset> datasets = new HashMap<>();
    private final Map<String, Plan> flows = new HashMap<>();
    private Optional<Boolean> takesBack = Optional.empty();
    private Optional<Set<String>> followed = Optional.empty();

    PreparedPipeline(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.passes = new PlanPreparation(pipeline);
        this.sources =
                pipeline.sources().stream().map(source -> source.name().key()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A dataset.
     *
     * @param plan its judged query
     * @param program a digest of all that decides the content but the data
     */
    record PreparedDataset(Plan plan, Maintained maintained, String program, boolean tellsTime) {}

    Pipeline pipeline() {
        return pipeline;
    }

    PreparedDataset find(Dataset dataset) {
        return datasets.computeIfAbsent(dataset.name().key(), key -> prepare(dataset));
    }

    private PreparedDataset prepare(Dataset dataset) {
        Plan plan = passes.prepare(DatasetQuery.judged(dataset, pipeline.flowsInto(dataset.name())));
        boolean tellsTime = ProgramDigest.tellsTime(plan);
        if (dataset instanceof Dataset.StreamingTable) {
            Maintained maintained = Maintained.ofStream(plan, this::isOfSource);
            return new PreparedDataset(
                    plan, maintained, ProgramDigest.ofStream(dataset, plan, pipeline, maintained), tellsTime);
        }
        return new PreparedDataset(
                plan, Maintained.of(plan, this::isOfSource), ProgramDigest.of(dataset, plan, pipeline), tellsTime);
    }

    private boolean isOfSource(Plan.Scan scan) {
        return sources.contains(scan.relation().key());
    }

    /** The query of a flow of a sink. */
    Plan find(Flow flow) {
        String key = flow.target().key() + "/" + flow.name().key();
        return flows.computeIfAbsent(key, unknown -> passes.prepare(flow.query()));
    }

    /** The keys of the sources that streams read. */
    Set<String> followedSources() {
        Set<String> known = followed.orElseGet(this::findFollowedSources);
        followed = Optional.of(known);
        return known;
    }

    private Set<String> findFollowedSources() {
        Set<String> keys = new HashSet<>();
        for (Dataset dataset : pipeline.datasets()) {
            if (dataset instanceof Dataset.StreamingTable) {
                addFollowed(find(dataset).plan(), keys);
            }
        }
        for (Sink sink : pipeline.sinks()) {
            pipeline.flowsInto(sink.name()).forEach(flow -> addFollowed(find(flow), keys));
        }
        return Set.copyOf(keys);
    }

    private void addFollowed(Plan plan, Set<String> keys) {
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM && isOfSource(scan)) {
                keys.add(scan.relation().key());
            }
        }
    }

    /**
     * Whether a record that was read before it was complete can be taken back from all that the project makes of it. It cannot
     * from a sink that keeps what it has got, from groups that only take rows, and from a streaming table whose flow makes
     * another row of the record each time.
     */
    boolean canTakeBack() {
        boolean known = takesBack.orElseGet(
                () -> pipeline.sinks().stream().allMatch(sink -> SinkOptions.canBeReplaced(sink.format()))
                        && pipeline.datasets().stream()
                                .filter(Dataset.StreamingTable.class::isInstance)
                                .allMatch(this::isOfRecordsAlone));
        takesBack = Optional.of(known);
        return known;
    }

    /** Whether each row of a streaming table is made of one record, expectations aside. */
    private boolean isOfRecordsAlone(Dataset table) {
        Plan plan = passes.prepare(DatasetQuery.of(table, pipeline.flowsInto(table.name())));
        return !ProgramDigest.tellsTime(plan)
                && Maintained.ofStream(plan, this::isOfSource).stored().isEmpty();
    }
}
