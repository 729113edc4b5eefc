package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.plan.RelationName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Spark answers to the queries of views. It reads files with the content that the datasets have, so that each view is held against
 * its query over what it reads, and all of them together against the sources.
 */
final class SparkVoice {
    private final OracleSession spark = SparkOracle.start().session(Settings.DEFAULT);
    private final Path folder;
    private final Pipeline pipeline;
    private final DuckDbEngine engine;

    /**
     * A voice on the results of an engine.
     *
     * @param folder for the files
     */
    SparkVoice(Path folder, Pipeline pipeline, DuckDbEngine engine) {
        this.folder = folder;
        this.pipeline = pipeline;
        this.engine = engine;
    }

    /** Makes a source of CSV files known. */
    void know(String source, String columns, Path path) {
        spark.rows("CREATE OR REPLACE TEMPORARY VIEW " + source + columns + " USING csv OPTIONS (path '" + path + "')");
    }

    /**
     * Compares views with what Spark makes of their queries.
     *
     * @param queries those of the views to compare, by name
     * @param computed the datasets that have their rows
     */
    void compare(Map<String, String> queries, Set<RelationName> computed, MaintenanceTally tally, String where) {
        for (Dataset dataset : pipeline.datasets()) {
            if (!computed.contains(dataset.name())) {
                continue;
            }
            String name = dataset.name().simpleName();
            if (queries.containsKey(name)) {
                tally.askedSpark();
                String sql = queries.getOrDefault(name, "");
                RowsDifference.find(
                                spark.rows(sql),
                                Engines.rows(engine, pipeline, dataset.name(), dataset.schema()),
                                List.of())
                        .ifPresent(text ->
                                tally.difference(where + " " + name + ", beside Spark: " + text + "\n  " + sql));
            }
            Path file = folder.resolve(name + ".parquet");
            engine.exportParquet(pipeline, Engines.scan(dataset.name(), dataset.schema()), file);
            spark.registerParquet(name, file);
        }
    }
}
