package dev.leat.spark;

import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.plan.RelationName;
import dev.leat.spark.read.FileSource;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Position;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What the datasets of a commit read: sources, each as it was when the commit first looked at it, and datasets. */
final class CommitInputs {
    private final LastRecord lastRecord;
    private final SparkSession spark;
    private final WarehouseState state;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<String, FileSource> opened = new HashMap<>();
    private final Map<String, FileSource> withFacts = new HashMap<>();
    private final Map<String, FileSource> listed = new HashMap<>();
    private final Map<String, Dataset> datasets = new HashMap<>();
    private final Map<String, Computed> computed = new LinkedHashMap<>();

    /**
     * Inputs of one commit.
     *
     * @param lastRecord what becomes of a record without an end in files that grow
     */
    CommitInputs(SparkSession spark, WarehouseState state, Pipeline pipeline, LastRecord lastRecord) {
        this.spark = spark;
        this.lastRecord = lastRecord;
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
        return opened.computeIfAbsent(source.name().key(), key -> {
            FileSource files = listed(source);
            return lastRecord == LastRecord.TAKEN ? files : files.complete(state.furthest(key));
        });
    }

    /** The same for those who ask for facts about the files, which a reader knows of whole files. */
    FileSource filesWithFacts(Source source) {
        return withFacts.computeIfAbsent(
                source.name().key(), key -> listed(source).asWhole());
    }

    private FileSource listed(Source source) {
        return listed.computeIfAbsent(source.name().key(), key -> FileSource.open(spark, source));
    }

    /** How far a dataset has read a source. */
    Map<String, Position> positions(String dataset, Source source) {
        return state.positions(dataset, source.name().key());
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
