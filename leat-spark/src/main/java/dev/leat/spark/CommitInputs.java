package dev.leat.spark;

import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.ReadTimes;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.plan.RelationName;
import dev.leat.reading.ReadingEnd;
import dev.leat.spark.read.SparkSource;
import dev.leat.spark.read.SparkSources;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.Position;
import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceScan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the datasets of a commit read: sources, each as it was when the commit first looked at it, and datasets. */
final class CommitInputs {
    private final ReadingEnd end;
    private final SparkSources sources;
    private final WarehouseState state;
    private final PreparedPipeline prepared;
    private final Map<String, Source> definitions = new HashMap<>();
    private final Map<String, SparkSource> opened = new HashMap<>();
    private final Map<String, SparkSource> withFacts = new HashMap<>();
    private final Map<String, Dataset> datasets = new HashMap<>();
    private final Map<String, Computed> computed = new LinkedHashMap<>();

    /**
     * Inputs of one commit.
     *
     * @param end how far the parts of sources are read
     */
    CommitInputs(SparkSources sources, WarehouseState state, PreparedPipeline prepared, ReadingEnd end) {
        this.sources = sources;
        this.end = end;
        this.state = state;
        this.prepared = prepared;
        Pipeline pipeline = prepared.pipeline();
        pipeline.sources().forEach(source -> definitions.put(source.name().key(), source));
        pipeline.datasets().forEach(dataset -> datasets.put(dataset.name().key(), dataset));
    }

    /** A source, if a name is one's. */
    Optional<Source> source(RelationName name) {
        return Optional.ofNullable(definitions.get(name.key()));
    }

    /** A dataset that others read. */
    Dataset definition(RelationName name) {
        return Optional.ofNullable(datasets.get(name.key())).orElseThrow();
    }

    /** Whether a name is no dataset's, neither in the project nor in what earlier commits have left. */
    boolean isFree(RelationName name) {
        return !datasets.containsKey(name.key()) && dataset(name.key()).isEmpty();
    }

    /** A source as far as the commit reads it. */
    SparkSource opened(Source source) {
        return opened.computeIfAbsent(source.name().key(), key -> open(source).until(end));
    }

    private SparkSource open(Source source) {
        boolean isBounded = end.followed().contains(source.name().key());
        return isBounded && prepared.reads(source.name(), SourceScan.METADATA_COLUMN)
                ? sources.open(source).undivided()
                : sources.open(source);
    }

    /** The same for those who ask for some columns, which may be facts about records or files. */
    SparkSource opened(Source source, Set<String> asked) {
        return asked.contains(SourceScan.METADATA_COLUMN)
                ? withFacts.computeIfAbsent(
                        source.name().key(), key -> opened(source).withFacts())
                : opened(source);
    }

    /** How the sources are read on that are read as streams and bounded, as far as they were opened, by their keys. */
    Map<String, SourceProgress> progress() {
        Map<String, SourceProgress> progress = new HashMap<>();
        opened.forEach((key, source) -> source.progress().ifPresent(found -> progress.put(key, found)));
        return progress;
    }

    /** The names of the parts of a source, by its key, that have records which are left to later commits. */
    Set<String> left(String source) {
        return Optional.ofNullable(opened.get(source)).map(SparkSource::left).orElse(Set.of());
    }

    /** How far a dataset has read a source. */
    Map<String, Position> positions(String dataset, Source source) {
        return state.positions(dataset, source.name().key());
    }

    /** Whether a dataset or flow has read records of which some may not have been accepted. */
    boolean hasRead(String reader) {
        return state.positions().containsKey(reader) || !state.times(reader).isEmpty();
    }

    /** A dataset as the last commit has left it. */
    Optional<DatasetVersion> dataset(String key) {
        return state.dataset(key);
    }

    /** How far the event times of a dataset's reads had come, by the index of the watermark. */
    Map<Integer, ReadTimes> times(String dataset) {
        return state.times(dataset);
    }

    /** What this commit has made of a dataset so far. */
    Optional<Computed> computed(String key) {
        return Optional.ofNullable(computed.get(key));
    }

    /** All that this commit has made so far, by key. */
    Map<String, Computed> computed() {
        return computed;
    }

    /** Adds what this commit has made of a dataset. */
    void put(String key, Computed result) {
        computed.put(key, result);
    }
}
