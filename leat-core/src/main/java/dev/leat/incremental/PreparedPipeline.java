package dev.leat.incremental;

import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The queries of a pipeline as they are maintained, with their digests, each made when it is first needed and kept. */
public final class PreparedPipeline {
    private final Pipeline pipeline;
    private final MaintainedQueries queries;
    private final Map<String, PreparedDataset> datasets = new HashMap<>();
    private Optional<Boolean> takesBack = Optional.empty();
    private Optional<Set<String>> followed = Optional.empty();

    /** The queries of a pipeline. */
    public PreparedPipeline(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.queries = new MaintainedQueries(pipeline);
    }

    /**
     * A dataset.
     *
     * @param plan its judged query
     * @param states the tables of its stored operators
     * @param program a digest of all that decides the content but the data
     */
    public record PreparedDataset(
            Plan plan, Maintained maintained, OperatorStates states, String program, boolean tellsTimeOrUser) {}

    /** The pipeline that they are of. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** The queries without digests. */
    public MaintainedQueries queries() {
        return queries;
    }

    /** The query of a dataset. */
    public PreparedDataset find(Dataset dataset) {
        return datasets.computeIfAbsent(dataset.name().key(), key -> prepare(dataset));
    }

    private PreparedDataset prepare(Dataset dataset) {
        MaintainedQueries.Query query = queries.find(dataset);
        Plan plan = query.plan();
        String program = dataset instanceof Dataset.StreamingTable
                ? ProgramDigest.ofStream(dataset, plan, pipeline, query.maintained())
                : ProgramDigest.of(dataset, plan, pipeline);
        return new PreparedDataset(
                plan,
                query.maintained(),
                OperatorStates.of(dataset, query.maintained(), queries),
                program,
                CurrentTime.isOrUserAskedBy(plan));
    }

    /** The query of a flow of a sink. */
    public MaintainedQueries.Query find(Flow flow) {
        return queries.find(flow);
    }

    /** The keys of the sources that streams read. */
    public Set<String> followedSources() {
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
            pipeline.flowsInto(sink.name())
                    .forEach(flow -> addFollowed(find(flow).plan(), keys));
        }
        keys.retainAll(
                pipeline.sources().stream().map(source -> source.name().key()).toList());
        return Set.copyOf(keys);
    }

    private static void addFollowed(Plan plan, Set<String> keys) {
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM) {
                keys.add(scan.relation().key());
            }
        }
    }

    /** Whether a query reads a column of a source, or what a scan may have beside the columns. */
    public boolean reads(RelationName source, String column) {
        Stream<Plan> ofDatasets = pipeline.datasets().stream()
                .filter(dataset -> !(dataset instanceof Dataset.TemporaryView))
                .map(dataset -> find(dataset).plan());
        Stream<Plan> ofSinks = pipeline.sinks().stream()
                .flatMap(sink -> pipeline.flowsInto(sink.name()).stream())
                .map(flow -> find(flow).plan());
        return Stream.concat(ofDatasets, ofSinks)
                .flatMap(plan -> Plans.nodes(plan).stream())
                .anyMatch(node -> node instanceof Plan.Scan scan
                        && scan.relation().key().equals(source.key())
                        && scan.fields().contains(column));
    }

    /**
     * Whether a record that was read before it was complete can be taken back from all that the project makes of it. It cannot
     * from a sink that keeps what it has got, from groups that only take rows, and where a flow makes another row of the record
     * in each commit.
     */
    public boolean canTakeBack() {
        boolean known = takesBack.orElseGet(() -> pipeline.sinks().stream().allMatch(this::takesBack)
                && pipeline.datasets().stream()
                        .filter(Dataset.StreamingTable.class::isInstance)
                        .allMatch(table -> isOfRecordsAlone((Dataset.StreamingTable) table)));
        takesBack = Optional.of(known);
        return known;
    }

    private boolean takesBack(Sink sink) {
        return SinkOptions.canBeReplaced(sink.format())
                && pipeline.flowsInto(sink.name()).stream()
                        .noneMatch(
                                flow -> CurrentTime.isOrUserAskedBy(find(flow).plan()));
    }

    /** Whether each row of a streaming table is made of one record, expectations aside. */
    private boolean isOfRecordsAlone(Dataset.StreamingTable table) {
        MaintainedQueries.Query query = queries.findUnjudged(table);
        return !CurrentTime.isOrUserAskedBy(query.plan())
                && query.maintained().stored().isEmpty();
    }
}
