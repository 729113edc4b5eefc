package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.pipelines.graph.AllTables$;
import org.apache.spark.sql.pipelines.graph.GraphRegistrationContext;
import org.apache.spark.sql.pipelines.graph.NoTables$;
import org.apache.spark.sql.pipelines.graph.PipelineUpdateContextImpl;
import org.apache.spark.sql.pipelines.graph.SqlGraphRegistrationContext;
import org.apache.spark.sql.pipelines.logging.PipelineEvent;
import scala.collection.immutable.Map$;
import scala.runtime.BoxedUnit;

/**
 * Datasets of a text as Spark's own declarative pipelines keep them, driven by their classes in this process: what {@code spark-pipelines run}
 * has the server do, without Python.
 */
final class SparkPipeline {
    private static final String CATALOG = "spark_catalog";

    private final SparkSession spark;
    private final String database;
    private final String text;
    private final Path storage;
    private final List<String> sources = new ArrayList<>();

    /**
     * Datasets of which nothing is computed.
     *
     * @param database for its tables, made anew
     * @param storage for the checkpoints of its streams
     */
    SparkPipeline(SparkSession spark, String database, String text, Path storage) {
        this.spark = spark;
        this.database = database;
        this.text = text;
        this.storage = storage;
        spark.sql("DROP DATABASE IF EXISTS " + database + " CASCADE");
        spark.sql("CREATE DATABASE " + database);
    }

    /** Has a table of CSV files in the catalog. */
    void source(String name, String columns, Path path) {
        String table = database + "." + name;
        spark.sql("CREATE TABLE " + table + columns + " USING csv OPTIONS (path '" + path + "')");
        sources.add(table);
    }

    /**
     * Updates all datasets.
     *
     * @throws IllegalStateException if one fails
     */
    void update() {
        // A table remembers which files it has.
        sources.forEach(spark.catalog()::refreshTable);
        SparkSession.setActiveSession(spark);
        GraphRegistrationContext graph = new GraphRegistrationContext(CATALOG, database, Map$.MODULE$.empty());
        new SqlGraphRegistrationContext(graph).processSqlFile(text, "datasets.sql", spark);
        List<String> failures = new ArrayList<>();
        PipelineUpdateContextImpl update = new PipelineUpdateContextImpl(
                graph.toDataflowGraph(),
                event -> note(event, failures),
                AllTables$.MODULE$,
                NoTables$.MODULE$,
                storage.toUri().toString());
        update.pipelineExecution().runPipeline();
        update.pipelineExecution().awaitCompletion();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("Spark's pipeline fails: " + failures);
        }
    }

    private static BoxedUnit note(PipelineEvent event, List<String> failures) {
        if (event.error().isDefined()) {
            synchronized (failures) {
                failures.add(event.message() + " " + event.error().get());
            }
        }
        return BoxedUnit.UNIT;
    }

    /** The rows of a dataset. */
    Rows rows(String dataset) {
        return new OracleSession(spark).rows("SELECT * FROM " + database + "." + dataset);
    }
}
