package dev.leat.spark;

import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.plan.RelationName;
import dev.leat.spark.read.FileSource;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.Position;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What the datasets of a commit read: sources, each as it was when the commit first looked at it, and datasets. */
final class CommitInputs {
    private final SparkSession spark;
    private final WarehouseState state;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<String, FileSource> opened = new HashMap<>();
    private final Map<String, Dataset> datasets = new HashMap<>();
    private final Map<String, Computed> computed = new LinkedHashMap<>();

    CommitInputs(SparkSession spark, WarehouseState state, Pipeline pipeline) {
        this.spark = spark;
        this.state = state;
        pipeline.sources().forEach(source -> sources.put(source.name().key(), source));
        pipeline.datasets().forEach(dataset -> datasets.put(dataset.name().key(), dataset));
    }

    /** A source, if a name is one's. */
    Optional<Source> source(RelationName name) {
        return Optional.ofNullable(sources.get(name.key()));
    }

    /** A dataset that others read. */
    Dataset definition(RelationName name) {
        return Optional.ofNullable(datasets.get(name.key())).orElseThrow();
    }

    /** The files of a source. */
    FileSource files(Source source) {
        return opened.computeIfAbsent(source.name().key(), key -> FileSource.open(spark, source));
    }

    /** What a source has more than a dataset has read of it. */
    FileChange change(Source source, String dataset, boolean hasRead, boolean isStream) {
        Map<String, Position> before =
                hasRead ? state.positions(dataset, source.name().key()) : Map.of();
        return isStream
                ? FileChange.ofStream(files(source), before, source.name().simpleName())
                : FileChange.ofView(files(source), before);
    }

    /** A dataset as the last commit has left it. */
    Optional<DatasetVersion> dataset(String key) {
        return state.dataset(key);
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
